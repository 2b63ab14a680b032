//! Hash and crypto functions:
//! <https://developer.hashicorp.com/terraform/language/functions#hash-and-crypto-functions>

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::args::{Args, Fault, Outcome, Param, number, string};
use super::encoding::encode64;
use super::{Function, function, unknown_result};
use crate::value::Value;

const STR: Param = string("str");
const PATH: Param = string("path");

pub(super) const TABLE: &[Function] = &[
    function("base64sha256", &[STR], |args| Ok(string64::<Sha256>(args.str(0)?))),
    function("base64sha512", &[STR], |args| Ok(string64::<Sha512>(args.str(0)?))),
    function("bcrypt", &[STR], bcrypt).and_more(number("cost")),
    function("filebase64sha256", &[PATH], |args| of_file(args, string64::<Sha256>)),
    function("filebase64sha512", &[PATH], |args| of_file(args, string64::<Sha512>)),
    function("filemd5", &[PATH], |args| of_file(args, hex::<Md5>)),
    function("filesha1", &[PATH], |args| of_file(args, hex::<Sha1>)),
    function("filesha256", &[PATH], |args| of_file(args, hex::<Sha256>)),
    function("filesha512", &[PATH], |args| of_file(args, hex::<Sha512>)),
    function("md5", &[STR], |args| Ok(hex::<Md5>(args.str(0)?))),
    function("rsadecrypt", &[string("ciphertext"), string("privatekey")], |args| {
        Ok(unknown_result(args.function))
    }),
    function("sha1", &[STR], |args| Ok(hex::<Sha1>(args.str(0)?))),
    function("sha256", &[STR], |args| Ok(hex::<Sha256>(args.str(0)?))),
    function("sha512", &[STR], |args| Ok(hex::<Sha512>(args.str(0)?))),
    function("uuid", &[], |args| Ok(unknown_result(args.function))),
    function("uuidv5", &[string("namespace"), string("name")], uuidv5),
];

fn hex<D: Digest>(text: &str) -> Value {
    Value::string(to_hex(&D::digest(text)))
}

fn string64<D: Digest>(text: &str) -> Value {
    Value::string(encode64(D::digest(text)))
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn of_file(args: &Args, hash: fn(&str) -> Value) -> Outcome {
    let content = args.env.read_file(args.str(0)?)?;
    Ok(hash(super::args::known(&content, args.function)?))
}

/// Salted, so that no two runs give the same.
fn bcrypt(args: &Args) -> Outcome {
    if args.has(2) {
        return Err("bcrypt() takes no more than two arguments".into());
    }
    if args.has(1) {
        let cost = args.int(1)?;
        if cost > 31 {
            let message = format!(
                "error occured generating password crypto/bcrypt: cost {cost} is outside allowed \
                 inclusive range 4..31"
            );
            return Err(message.into());
        }
    }
    Ok(unknown_result(args.function))
}

fn uuidv5(args: &Args) -> Outcome {
    let (namespace, name) = (args.str(0)?, args.str(1)?);
    let well_known = |last: u8| {
        let mut id = *b"\x6b\xa7\xb8\x10\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8";
        id[3] = last;
        id
    };
    let id = match namespace {
        "dns" => well_known(0x10),
        "url" => well_known(0x11),
        "oid" => well_known(0x12),
        "x500" => well_known(0x14),
        other => parse_uuid(other).map_err(|error| {
            Fault::Failed(format!("uuidv5() doesn't support namespace {other} ({error})"))
        })?,
    };
    let mut hash = [0; 16];
    hash.copy_from_slice(&Sha1::new().chain_update(id).chain_update(name).finalize()[..16]);
    hash[6] = hash[6] & 0x0f | 0x50;
    hash[8] = hash[8] & 0x3f | 0x80;
    let hex = to_hex(&hash);
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    Ok(Value::string(parts.join("-")))
}

/// The forms that Go's `uuid.Parse` reads.
fn parse_uuid(text: &str) -> Result<[u8; 16], String> {
    let invalid = || "invalid UUID format".to_owned();
    let plain = match text.len() {
        36 | 32 => text,
        45 => match text.get(..9).filter(|prefix| prefix.eq_ignore_ascii_case("urn:uuid:")) {
            Some(_) => &text[9..],
            None => return Err(format!("invalid urn prefix: {:?}", text.get(..9).unwrap_or(text))),
        },
        38 => text.get(1..37).ok_or_else(invalid)?,
        length => return Err(format!("invalid UUID length: {length}")),
    };
    let dashed = plain.len() == 36;
    if dashed && ![8, 13, 18, 23].iter().all(|at| plain.as_bytes().get(*at) == Some(&b'-')) {
        return Err(invalid());
    }
    let digits: Vec<u8> = plain.bytes().filter(|byte| !dashed || *byte != b'-').collect();
    let mut id = [0; 16];
    if digits.len() != 32 {
        return Err(invalid());
    }
    for (byte, pair) in id.iter_mut().zip(digits.chunks(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| invalid())?;
        // A sign would pass for a digit.
        if !pair.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(invalid());
        }
        *byte = u8::from_str_radix(pair, 16).map_err(|_| invalid())?;
    }
    Ok(id)
}
