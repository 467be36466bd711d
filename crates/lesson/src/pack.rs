//! Values as short texts: postcard in base64url, with a checksum.
//!
//! For what is stored and for what the press tells the page. The same few bytes on every machine, short enough for a
//! course's suspend data, and a fraction of the code that JSON would bring into the WASM. Not self-describing: whoever
//! changes the shape of a stored type gives it a new version.
//!
//! Formats: the postcard wire format 1.0; RFC 4648, section 5, without padding; CRC-32 (ISO-HDLC).

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use crc::{CRC_32_ISO_HDLC, Crc};
use serde::{Serialize, de::DeserializeOwned};

const CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// The text is not what [`pack`] wrote, or not for this type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

/// The value as a text of letters, digits, `-` and `_`.
pub fn pack(value: &impl Serialize) -> String {
    // Nothing is packed but plain data of known length, which the format can always hold.
    let bytes = postcard::to_allocvec_crc32(value, CHECKSUM.digest()).unwrap_or_default();
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The value that [`pack`] wrote.
///
/// # Errors
/// [`Damaged`] if a letter is wrong or missing, or the value was of another type.
pub fn unpack<T: DeserializeOwned>(text: &str) -> Result<T, Damaged> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Damaged)?;
    postcard::from_bytes_crc32(&bytes, CHECKSUM.digest()).map_err(|_| Damaged)
}
