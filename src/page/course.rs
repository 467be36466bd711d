//! How to use the lesson in a course: what can be taken away, step by step for each system, what a course is told and
//! what is kept where. In a package the downloads are left out, by the style sheet: they lie beside the site only.

use super::{quiz, title};
use course::{
    bank::{self, Format, Set},
    package::{FOLDER, MASTERY, Package, START},
};
use leptos::prelude::*;
use lesson::{content::Lesson, prose::Page};

/// The page for teachers who want the lesson in their course.
pub fn page(lesson: &Lesson) -> AnyView {
    let page = Page::Course;
    view! {
        <section class="view course" id=page.key() data-view=title::title(page) data-find="Page" tabindex="-1" aria-labelledby="course-title">
            {title::head(page)}
            <div class="prose">
                <p>
                    "“"{lesson.title.clone()}"” runs inside a course, on a web page, or from a single file. It is the same lesson each time. Students need a browser and no account; nothing has to be installed."
                </p>
                <p class="packed-only">"The packages themselves are on the site that this copy comes from."</p>
                <div class="site-only">
                    <h3>"Which one to take"</h3>
                    {packages(lesson)}
                    <p class="hint">
                        "None of them is larger than 1.2 MB. Courses take their package as it is: do not unpack it."
                    </p>
                </div>
                <h3>"Step by step"</h3>
                {systems(lesson)}
                <p class="hint">"Menus are named a little differently from version to version, and where an entry is missing, an administrator has to switch it on."</p>
                <h3>"What the course is told"</h3>
                {told(lesson)}
                <h3>"What is kept where"</h3>
                {kept()}
                <h3>"Set a quiz by its address"</h3>
                {links(lesson)}
                <h3>"Question banks"</h3>
                {banks(lesson)}
            </div>
        </section>
    }
    .into_any()
}

/// For whom a package is.
fn says(form: Package) -> &'static str {
    match form {
        Package::Scorm12 => {
            "For nearly every course; if in doubt, this one. Marks go to the gradebook, and students go on where they were."
        }
        Package::Scorm2004 => "For courses that play it well. It has more room: essays are handed over whole.",
        Package::Cmi5 => "For courses with a learning record store. Each answer becomes an xAPI statement.",
        Package::Cartridge => "For a page among the course’s own. It reports nothing.",
        Package::Web => "For any web host: unpack it into a folder. It reports nothing.",
        Package::Single => "For a memory stick, a shared folder, a room without a network. It reports nothing.",
    }
}

/// What can be taken away.
fn packages(lesson: &Lesson) -> AnyView {
    let all = Package::ALL.iter().map(|form| {
        let file = form.file(&lesson.id);
        let kind = match file.rsplit_once('.') {
            Some((_, "html")) => "HTML",
            Some((_, "imscc")) => "IMSCC",
            _ => "ZIP",
        };
        download(form.name(), &file, kind, says(*form))
    });
    view! { <ul class="downloads">{all.collect_view()}</ul> }.into_any()
}

fn download(name: &'static str, file: &str, kind: &str, says: &'static str) -> AnyView {
    view! {
        <li>
            <a href=format!("{FOLDER}/{file}") download="">{name}<span class="kind">" "{kind.to_owned()}</span></a>
            <span>{says}</span>
        </li>
    }
    .into_any()
}

/// Step by step, for each system.
fn systems(lesson: &Lesson) -> AnyView {
    let system = |name: &'static str, steps: Vec<AnyView>| {
        let steps = steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view();
        view! { <details class="system"><summary>{name}</summary><ol>{steps}</ol></details> }.into_any()
    };
    let say = |text: &'static str| text.into_any();
    let frame = |place: &str| {
        let title = lesson.title.replace('"', "&quot;");
        let snippet = format!(
            "<iframe src=\"{place}?embed\"\n  title=\"{title}\"\n  width=\"100%\" height=\"800\" style=\"border: 0\"></iframe>"
        );
        view! { <pre><code>{snippet}</code></pre> }.into_any()
    };
    let single = Package::Single.file(&lesson.id);
    let elsewhere = format!("https://www.example.org/lesson/{START}");
    [
        system(
            "Moodle",
            vec![
                say("Take SCORM 1.2. Moodle plays SCORM 2004 only in part."),
                say("Turn editing on, choose “Add an activity or resource”, then “SCORM package”, and upload the file."),
                say("Under “Grade”, keep “Highest grade” and a maximum of 100. Under “Attempts management”, keep “Force new attempt” at “No”, so that students go on where they were."),
                say("Save. Marks stand in the gradebook as students answer; single answers stand in the activity’s report."),
            ],
        ),
        system(
            "Canvas",
            vec![
                say("If the course menu has an entry “SCORM”: open it, choose “Upload”, and take SCORM 1.2. Import it as a graded assignment, with 100 points."),
                say("Without that entry: “Settings”, “Import Course Content”, “Common Cartridge 1.x Package”. The lesson is then a file of the course that you put into a module; it reports no marks, and students hand in their saved answers or their summary."),
            ],
        ),
        system(
            "Brightspace",
            vec![
                say("Take SCORM 2004 or SCORM 1.2."),
                say("In “Content”, open the unit in which the lesson is to stand, choose to add a SCORM package, and upload the file."),
                say("Let it make a grade item when it asks."),
            ],
        ),
        system(
            "Blackboard",
            vec![
                say("Take SCORM 2004 or SCORM 1.2."),
                say("Ultra: on “Course Content” choose the plus sign, “Create”, “SCORM package”, and upload the file. Original: “Build Content”, “Content Package (SCORM)”."),
                say("Tick “Grade SCORM” before you save."),
            ],
        ),
        system(
            "Open edX",
            vec![
                say("In Studio, “Settings”, “Advanced Settings”: add \"scorm\", with its quotation marks, to the “Advanced Module List”. This takes the SCORM XBlock, which Tutor brings along."),
                say("In a unit: “Advanced”, “Scorm module”, “Edit”; upload SCORM 1.2 and save."),
                view! {
                    "Without the XBlock: upload the single file under “Files” and put this into a “Raw HTML” component. It reports no marks."
                    {frame(&format!("/static/{single}"))}
                }
                .into_any(),
            ],
        ),
        system(
            "A web page",
            vec![
                say("Unpack the web folder on your host, into a folder of any name."),
                view! {
                    "Put this where the lesson is to stand, with your own address:"
                    {frame(&elsewhere)}
                    "With “?embed” it comes without its bar and tells the page around it how high it is. A place may follow: “?embed#unit-1”."
                }
                .into_any(),
            ],
        ),
    ]
    .into_iter()
    .collect_view()
    .into_any()
}

/// What a course is told.
fn told(lesson: &Lesson) -> AnyView {
    let essay = lesson.judgement.is_some().then(|| {
        view! {
            <li>
                <strong>"The essay: "</strong>"whole in SCORM 2004. SCORM 1.2 has little room: its beginning, marked as such, and the student is offered a file to hand in."
            </li>
        }
    });
    view! {
        <ul>
            <li>
                <strong>"A score: "</strong>"the marks of the first attempts, in per cent of all that the quiz has to give. Unanswered claims count nothing, so it only grows. The quiz is the core quiz ("
                {lesson.core.len()}" claims) unless another one is set."
            </li>
            <li><strong>"Completion: "</strong>"once every claim of the quiz is answered."</li>
            <li><strong>"Passed: "</strong>{format!("from {MASTERY} per cent on. ")}"Many systems let you change that."</li>
            <li>
                <strong>"Each answer: "</strong>"what was given, what is right, and its marks; also for checks and exercises, which count nothing."
            </li>
            {essay}
            <li><strong>"Where they were: "</strong>"the place and all answers, so that students go on there, on any device."</li>
        </ul>
    }
    .into_any()
}

/// What is kept where.
fn kept() -> AnyView {
    view! {
        <p>
            "In a course, answers are kept by the course, with the student’s account. Everywhere else they stay in the browser in which they were given; students can save them as a file and bring them back on another device. Where a browser forbids even that, the page says so and the file remains."
        </p>
        <p>
            "There are no cookies, no tracking, no advertising, and no request to any other server: what the lesson needs is in it. Who runs the course sees what the course is told. Nobody else sees anything, the authors included."
        </p>
        <p>
            "The answers are in the page. Whoever opens the tools of the browser can read them. The lesson is made for learning; for an exam, grade what students write."
        </p>
    }
    .into_any()
}

/// The addresses that set a quiz.
fn links(lesson: &Lesson) -> AnyView {
    let sets = quiz::sets(lesson);
    let count = sets.len();
    view! {
        <p>
            {format!("There are {count} sets of claims to choose from. ")}<a href=format!("#{}", Page::Quiz.key())>{title::title(Page::Quiz)}</a>
            " writes the address for you: choose a set, what each part counts, and whether students say how sure they are. For example:"
        </p>
        <pre><code>{format!("{START}?set=core&seed=7&marks=1-4-4&certainty=no")}</code></pre>
        <p>
            "Such an address works wherever the lesson has one: on the web, in a frame, with the single file. A SCORM or cmi5 package opens the quiz that it was made with; whoever builds packages sets it there."
        </p>
    }
    .into_any()
}

/// For whom a question bank is.
const fn for_whom(format: Format) -> &'static str {
    match format {
        Format::Qti30 => "for players of the newest QTI",
        Format::Qti21 => "for TAO, ONYX and others that do their own reckoning",
        Format::Qti12 => "for Canvas",
        Format::Moodle => "for Moodle",
        Format::Gift => "for Moodle, and what else reads GIFT",
    }
}

/// Question banks, and what they leave out.
fn banks(lesson: &Lesson) -> AnyView {
    let all = Format::ALL.iter().map(|format| {
        let file = |set: Set, name: String| {
            let address = format!("{FOLDER}/{}", bank::file_name(lesson, set, *format));
            view! { <a href=address download="">{name}</a> }
        };
        let (core, claims) = (lesson.core.len(), lesson.claims.len());
        view! {
            <li>
                <strong>{format.name()}</strong>", "{for_whom(*format)}": "{file(Set::Core, format!("core quiz, {core} claims"))}", "
                {file(Set::All, format!("all {claims} claims"))}
            </li>
        }
    });
    let list = view! { <ul class="site-only">{all.collect_view()}</ul> };
    view! {
        <p>
            "For a course that asks questions itself there are question banks: the core quiz and all claims, with feedback for every choice. A bank asks each claim once. It cannot keep the file closed until the first reading is in, so there is no second reading; it does not ask how sure students are; and nothing comes back after days. Each file says so."
        </p>
        {list}
    }
    .into_any()
}
