// What this lesson says to a course, and what it asks. The lesson itself speaks from WebAssembly; some courses look
// through the scripts of a package for these names, to learn whether it will ever report that it was completed. This is
// the list. No page loads it.
export const scorm12 = {
  calls: ["LMSInitialize", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSFinish", "LMSGetLastError"],
  elements: [
    "cmi.core.lesson_mode",
    "cmi.core.lesson_status",
    "cmi.core.lesson_location",
    "cmi.core.score.raw",
    "cmi.core.score.min",
    "cmi.core.score.max",
    "cmi.core.session_time",
    "cmi.core.exit",
    "cmi.suspend_data",
    "cmi.interactions",
  ],
};
export const scorm2004 = {
  calls: ["Initialize", "GetValue", "SetValue", "Commit", "Terminate", "GetLastError"],
  elements: [
    "cmi.mode",
    "cmi.completion_status",
    "cmi.success_status",
    "cmi.progress_measure",
    "cmi.location",
    "cmi.score.scaled",
    "cmi.score.raw",
    "cmi.score.min",
    "cmi.score.max",
    "cmi.session_time",
    "cmi.exit",
    "cmi.suspend_data",
    "cmi.interactions",
  ],
};
