//! Values as short texts: postcard, compressed, in base64url, with a checksum.
//!
//! For what is stored and for what the press tells the page. The same few bytes on every machine, short enough for a
//! course's suspend data, and a fraction of the code that JSON would bring into the WASM. Not self-describing: whoever
//! changes the shape of a stored type gives it a new version.
//!
//! Formats: the postcard wire format 1.0; LZ4 block format with the plain size before it; CRC-32 (ISO-HDLC) of
//! all that behind it; RFC 4648, section 5, without padding.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use crc::{CRC_32_ISO_HDLC, Crc};
use lz4_flex::block::{compress_prepend_size, decompress_size_prepended};
use serde::{Serialize, de::DeserializeOwned};

const CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// The text is not what [`pack`] wrote, or not for this type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

/// The greatest record that is unpacked, in bytes: far more than any student writes, and no trap for a phone's memory.
const MOST: usize = 1 << 20;

/// The value as a text of letters, digits, `-` and `_`.
pub fn pack(value: &impl Serialize) -> String {
    // Nothing is packed but plain data of known length, which the format can always hold.
    let plain = postcard::to_allocvec(value).unwrap_or_default();
    let mut bytes = compress_prepend_size(&plain);
    bytes.extend(CHECKSUM.checksum(&bytes).to_le_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The value that [`pack`] wrote.
///
/// # Errors
/// [`Damaged`] if a letter is wrong or missing, or the value was of another type.
pub fn unpack<T: DeserializeOwned>(text: &str) -> Result<T, Damaged> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Damaged)?;
    let (squeezed, checksum) = bytes.split_last_chunk::<4>().ok_or(Damaged)?;
    let size = squeezed.first_chunk::<4>().map_or(MOST, |size| u32::from_le_bytes(*size) as usize);
    if size >= MOST || CHECKSUM.checksum(squeezed).to_le_bytes() != *checksum {
        return Err(Damaged);
    }
    let plain = decompress_size_prepended(squeezed).map_err(|_| Damaged)?;
    postcard::from_bytes(&plain).map_err(|_| Damaged)
}

/// Reads what versions 1 and 2 of a record packed: without compression, the checksum behind the value.
///
/// # Errors
/// As [`unpack`].
pub fn unpack_plain<T: DeserializeOwned>(text: &str) -> Result<T, Damaged> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Damaged)?;
    let (plain, checksum) = bytes.split_last_chunk::<4>().ok_or(Damaged)?;
    if CHECKSUM.checksum(plain).to_le_bytes() != *checksum {
        return Err(Damaged);
    }
    postcard::from_bytes(plain).map_err(|_| Damaged)
}

/// Bytes packed as they are: what follows the checksum's rules and no other.
#[cfg(test)]
pub(crate) struct Raw<'a>(pub(crate) &'a [u8]);

#[cfg(test)]
impl serde::Serialize for Raw<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeTuple;
        let mut tuple = to.serialize_tuple(self.0.len())?;
        for byte in self.0 {
            tuple.serialize_element(byte)?;
        }
        tuple.end()
    }
}
