//! Character encodings by their IANA names, as `textencodebase64` and `textdecodebase64` know them.

use encoding_rs::Encoding;

/// An encoding.
#[derive(Clone, Copy, Debug)]
pub(super) enum Charset {
    Ascii,
    Utf8,
    /// Big endian with a byte order mark.
    Utf16,
    Utf16Be,
    Utf16Le,
    Latin1,
    Latin5,
    /// ASCII and these for the bytes from 128 on.
    Upper(&'static str),
    /// These for all bytes.
    Ebcdic(&'static str),
    Foreign(&'static Encoding),
    /// GB 2312 between `~{` and `~}`, ASCII around it.
    Hz,
}

/// The encoding of that name, of whatever case.
pub(super) fn find(name: &str) -> Option<Charset> {
    let name = name.trim().to_ascii_lowercase();
    NAMES.iter().find(|(names, _)| names.contains(&name.as_str())).map(|(_, charset)| *charset)
}

impl Charset {
    /// The bytes of a text; `None` where a character is not in the encoding.
    pub(super) fn encode(self, text: &str) -> Option<Vec<u8>> {
        let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        match self {
            Self::Ascii => text.is_ascii().then(|| text.as_bytes().to_vec()),
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Utf16 => Some([&[0xfe, 0xff], utf16(u16::to_be_bytes).as_slice()].concat()),
            Self::Utf16Be => Some(utf16(u16::to_be_bytes)),
            Self::Utf16Le => Some(utf16(u16::to_le_bytes)),
            Self::Latin1 => text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect(),
            Self::Latin5 => text.chars().map(latin5_byte).collect(),
            Self::Upper(upper) => text
                .chars()
                .map(|c| if c.is_ascii() { u8::try_from(u32::from(c)).ok() } else { position(upper, c, 128) })
                .collect(),
            Self::Ebcdic(all) => text.chars().map(|c| position(all, c, 0)).collect(),
            Self::Foreign(encoding) => {
                let (bytes, _, failed) = encoding.encode(text);
                let undefined = is_windows(encoding) && text.contains(is_c1);
                (!failed && !undefined).then(|| bytes.into_owned())
            }
            Self::Hz => hz_bytes(text),
        }
    }

    /// The text of bytes; `None` where they mean nothing in the encoding.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<String> {
        let text: String = match self {
            Self::Ascii => bytes.is_ascii().then(|| bytes.iter().map(|byte| char::from(*byte)).collect())?,
            Self::Utf8 => String::from_utf8(bytes.to_vec()).ok()?,
            Self::Utf16 => match bytes {
                [0xff, 0xfe, rest @ ..] => utf16_text(rest, u16::from_le_bytes)?,
                [0xfe, 0xff, rest @ ..] => utf16_text(rest, u16::from_be_bytes)?,
                rest => utf16_text(rest, u16::from_be_bytes)?,
            },
            Self::Utf16Be => utf16_text(bytes, u16::from_be_bytes)?,
            Self::Utf16Le => utf16_text(bytes, u16::from_le_bytes)?,
            Self::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
            Self::Latin5 => bytes.iter().map(|byte| latin5_char(*byte)).collect(),
            Self::Upper(upper) => bytes
                .iter()
                .map(|byte| match byte.checked_sub(128) {
                    Some(i) => upper.chars().nth(usize::from(i)),
                    None => Some(char::from(*byte)),
                })
                .collect::<Option<String>>()?,
            Self::Ebcdic(all) => {
                bytes.iter().map(|byte| all.chars().nth(usize::from(*byte))).collect::<Option<String>>()?
            }
            Self::Foreign(encoding) => {
                let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
                if is_windows(encoding) && text.contains(is_c1) {
                    return None;
                }
                text.into_owned()
            }
            Self::Hz => hz_text(bytes)?,
        };
        (!text.contains(char::REPLACEMENT_CHARACTER)).then_some(text)
    }
}

/// Bytes that mean nothing in Windows' code pages are control characters for browsers, and errors for Go.
fn is_windows(encoding: &'static Encoding) -> bool {
    encoding.name().starts_with("windows-")
}

fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
}

/// TERRAFORM: the text may end inside of `~{`; a tilde is doubled without leaving it.
fn hz_bytes(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut is_double) = (Vec::with_capacity(text.len()), false);
    for c in text.chars() {
        if c == '~' {
            bytes.extend(b"~~");
        } else if let Some(byte) = u8::try_from(u32::from(c)).ok().filter(u8::is_ascii) {
            if std::mem::replace(&mut is_double, false) {
                bytes.extend(b"~}");
            }
            bytes.push(byte);
        } else {
            let mut buffer = [0; 4];
            let (pair, _, failed) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
            let [first @ 0xa1..=0xfe, second @ 0xa1..=0xfe] = &*pair else { return None };
            if failed {
                return None;
            }
            if !std::mem::replace(&mut is_double, true) {
                bytes.extend(b"~{");
            }
            bytes.extend([first & 0x7f, second & 0x7f]);
        }
    }
    Some(bytes)
}

fn hz_text(bytes: &[u8]) -> Option<String> {
    let (mut text, mut is_double, mut rest) = (String::with_capacity(bytes.len()), false, bytes);
    loop {
        rest = match rest {
            [] => return Some(text),
            [b'~', b'~', rest @ ..] => {
                text.push('~');
                rest
            }
            [b'~', b'\n', rest @ ..] => rest,
            [b'~', b'{', rest @ ..] => {
                is_double = true;
                rest
            }
            [b'~', b'}', rest @ ..] => {
                is_double = false;
                rest
            }
            [b'~' | 0x80.., ..] => return None,
            [first @ 0x21..=0x7d, second @ 0x21..=0x7e, rest @ ..] if is_double => {
                let pair = [first | 0x80, second | 0x80];
                text.push_str(&encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&pair)?);
                rest
            }
            [_, ..] if is_double => return None,
            [byte, rest @ ..] => {
                text.push(char::from(*byte));
                rest
            }
        };
    }
}

fn position(chars: &str, wanted: char, from: usize) -> Option<u8> {
    chars.chars().position(|c| c == wanted).and_then(|i| u8::try_from(i + from).ok())
}

fn utf16_text(bytes: &[u8], order: fn([u8; 2]) -> u16) -> Option<String> {
    let (units, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = units.iter().map(|unit| order(*unit)).collect();
    if rest.is_empty() { String::from_utf16(&units).ok() } else { None }
}

/// Where Latin 5 differs from Latin 1.
const LATIN5: [(u8, char); 6] = [(0xd0, 'Ğ'), (0xdd, 'İ'), (0xde, 'Ş'), (0xf0, 'ğ'), (0xfd, 'ı'), (0xfe, 'ş')];

fn latin5_byte(c: char) -> Option<u8> {
    if let Some((byte, _)) = LATIN5.iter().find(|(_, other)| *other == c) {
        return Some(*byte);
    }
    u8::try_from(u32::from(c)).ok().filter(|byte| !LATIN5.iter().any(|(other, _)| other == byte))
}

fn latin5_char(byte: u8) -> char {
    LATIN5.iter().find(|(other, _)| *other == byte).map_or(char::from(byte), |(_, c)| *c)
}

const IBM037: &str = "\u{0}\u{1}\u{2}\u{3}\u{9c}\u{9}\u{86}\u{7f}\u{97}\u{8d}\u{8e}\u{b}\u{c}\u{d}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{9d}\u{85}\u{8}\u{87}\u{18}\u{19}\u{92}\u{8f}\u{1c}\u{1d}\u{1e}\u{1f}\u{80}\u{81}\u{82}\u{83}\u{84}\u{a}\u{17}\u{1b}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{5}\u{6}\u{7}\u{90}\u{91}\u{16}\u{93}\u{94}\u{95}\u{96}\u{4}\u{98}\u{99}\u{9a}\u{9b}\u{14}\u{15}\u{9e}\u{1a} \u{a0}âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}";
const IBM437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const IBM850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
const IBM852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";
const IBM855: &str = "ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪаАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐└┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀ЯрРсСтТуУжЖвВьЬ№\u{ad}ыЫзЗшШэЭщЩчЧ§■\u{a0}";
const IBM00858: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
const IBM860: &str = "ÇüéâãàÁçêÊèÍÔìÃÂÉÀÈôõòÚùÌÕÜ¢£Ù₧ÓáíóúñÑªº¿Ò¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const IBM862: &str = "אבגדהוזחטיךכלםמןנסעףפץצקרשת¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const IBM863: &str = "ÇüéâÂà¶çêëèïî‗À§ÉÈÊôËÏûù¤ÔÜ¢£ÙÛƒ¦´óú¨¸³¯Î⌐¬½¼¾«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const IBM865: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒáíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const IBM1047: &str = "\u{0}\u{1}\u{2}\u{3}\u{9c}\u{9}\u{86}\u{7f}\u{97}\u{8d}\u{8e}\u{b}\u{c}\u{d}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{9d}\u{85}\u{8}\u{87}\u{18}\u{19}\u{92}\u{8f}\u{1c}\u{1d}\u{1e}\u{1f}\u{80}\u{81}\u{82}\u{83}\u{84}\u{a}\u{17}\u{1b}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{5}\u{6}\u{7}\u{90}\u{91}\u{16}\u{93}\u{94}\u{95}\u{96}\u{4}\u{98}\u{99}\u{9a}\u{9b}\u{14}\u{15}\u{9e}\u{1a} \u{a0}âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);^-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿Ð[Þ®¬£¥·©§¶¼½¾Ý¨¯]´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}";
const IBM01140: &str = "\u{0}\u{1}\u{2}\u{3}\u{9c}\u{9}\u{86}\u{7f}\u{97}\u{8d}\u{8e}\u{b}\u{c}\u{d}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{9d}\u{85}\u{8}\u{87}\u{18}\u{19}\u{92}\u{8f}\u{1c}\u{1d}\u{1e}\u{1f}\u{80}\u{81}\u{82}\u{83}\u{84}\u{a}\u{17}\u{1b}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{5}\u{6}\u{7}\u{90}\u{91}\u{16}\u{93}\u{94}\u{95}\u{96}\u{4}\u{98}\u{99}\u{9a}\u{9b}\u{14}\u{15}\u{9e}\u{1a} \u{a0}âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ€µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}";

/// The registered names of each encoding, in lower case.
const NAMES: &[(&[&str], Charset)] = &[
    (
        &[
            "us-ascii",
            "iso-ir-6",
            "ansi_x3.4-1968",
            "ansi_x3.4-1986",
            "iso_646.irv:1991",
            "iso646-us",
            "us",
            "ibm367",
            "cp367",
            "csascii",
        ],
        Charset::Ascii,
    ),
    (&["utf-8", "csutf8"], Charset::Utf8),
    (&["utf-16", "csutf16"], Charset::Utf16),
    (&["utf-16be", "csutf16be"], Charset::Utf16Be),
    (&["utf-16le", "csutf16le"], Charset::Utf16Le),
    (
        &["ibm037", "cp037", "ebcdic-cp-us", "ebcdic-cp-ca", "ebcdic-cp-wt", "ebcdic-cp-nl", "csibm037"],
        Charset::Ebcdic(IBM037),
    ),
    (&["ibm437", "cp437", "437", "cspc8codepage437"], Charset::Upper(IBM437)),
    (&["ibm850", "cp850", "850", "cspc850multilingual"], Charset::Upper(IBM850)),
    (&["ibm852", "cp852", "852", "cspcp852"], Charset::Upper(IBM852)),
    (&["ibm855", "cp855", "855", "csibm855"], Charset::Upper(IBM855)),
    (&["ibm00858", "ccsid00858", "cp00858", "pc-multilingual-850+euro", "csibm00858"], Charset::Upper(IBM00858)),
    (&["ibm860", "cp860", "860", "csibm860"], Charset::Upper(IBM860)),
    (&["ibm862", "cp862", "862", "cspc862latinhebrew"], Charset::Upper(IBM862)),
    (&["ibm863", "cp863", "863", "csibm863"], Charset::Upper(IBM863)),
    (&["ibm865", "cp865", "865", "csibm865"], Charset::Upper(IBM865)),
    (&["ibm866", "cp866", "866", "csibm866"], Charset::Foreign(encoding_rs::IBM866)),
    (&["ibm1047", "ibm-1047", "csibm1047"], Charset::Ebcdic(IBM1047)),
    (&["ibm01140", "ccsid01140", "cp01140", "ebcdic-us-37+euro", "csibm01140"], Charset::Ebcdic(IBM01140)),
    (
        &[
            "iso_8859-1:1987",
            "iso-ir-100",
            "iso_8859-1",
            "iso-8859-1",
            "latin1",
            "l1",
            "ibm819",
            "cp819",
            "csisolatin1",
        ],
        Charset::Latin1,
    ),
    (
        &["iso_8859-2:1987", "iso-ir-101", "iso_8859-2", "iso-8859-2", "latin2", "l2", "csisolatin2"],
        Charset::Foreign(encoding_rs::ISO_8859_2),
    ),
    (
        &["iso_8859-3:1988", "iso-ir-109", "iso_8859-3", "iso-8859-3", "latin3", "l3", "csisolatin3"],
        Charset::Foreign(encoding_rs::ISO_8859_3),
    ),
    (
        &["iso_8859-4:1988", "iso-ir-110", "iso_8859-4", "iso-8859-4", "latin4", "l4", "csisolatin4"],
        Charset::Foreign(encoding_rs::ISO_8859_4),
    ),
    (
        &["iso_8859-5:1988", "iso-ir-144", "iso_8859-5", "iso-8859-5", "cyrillic", "csisolatincyrillic"],
        Charset::Foreign(encoding_rs::ISO_8859_5),
    ),
    (
        &[
            "iso_8859-6:1987",
            "iso-ir-127",
            "iso_8859-6",
            "iso-8859-6",
            "ecma-114",
            "asmo-708",
            "arabic",
            "csisolatinarabic",
        ],
        Charset::Foreign(encoding_rs::ISO_8859_6),
    ),
    (&["iso_8859-6-e", "csiso88596e", "iso-8859-6-e"], Charset::Foreign(encoding_rs::ISO_8859_6)),
    (&["iso_8859-6-i", "csiso88596i", "iso-8859-6-i"], Charset::Foreign(encoding_rs::ISO_8859_6)),
    (
        &[
            "iso_8859-7:1987",
            "iso-ir-126",
            "iso_8859-7",
            "iso-8859-7",
            "elot_928",
            "ecma-118",
            "greek",
            "greek8",
            "csisolatingreek",
        ],
        Charset::Foreign(encoding_rs::ISO_8859_7),
    ),
    (
        &["iso_8859-8:1988", "iso-ir-138", "iso_8859-8", "iso-8859-8", "hebrew", "csisolatinhebrew"],
        Charset::Foreign(encoding_rs::ISO_8859_8),
    ),
    (&["iso_8859-8-e", "csiso88598e", "iso-8859-8-e"], Charset::Foreign(encoding_rs::ISO_8859_8)),
    (&["iso_8859-8-i", "csiso88598i", "iso-8859-8-i"], Charset::Foreign(encoding_rs::ISO_8859_8)),
    (&["iso_8859-9:1989", "iso-ir-148", "iso_8859-9", "iso-8859-9", "latin5", "l5", "csisolatin5"], Charset::Latin5),
    (
        &["iso-8859-10", "iso-ir-157", "l6", "iso_8859-10:1992", "csisolatin6", "latin6"],
        Charset::Foreign(encoding_rs::ISO_8859_10),
    ),
    (&["iso-8859-13", "csiso885913"], Charset::Foreign(encoding_rs::ISO_8859_13)),
    (
        &["iso-8859-14", "iso-ir-199", "iso_8859-14:1998", "iso_8859-14", "latin8", "iso-celtic", "l8", "csiso885914"],
        Charset::Foreign(encoding_rs::ISO_8859_14),
    ),
    (&["iso-8859-15", "iso_8859-15", "latin-9", "csiso885915"], Charset::Foreign(encoding_rs::ISO_8859_15)),
    (
        &["iso-8859-16", "iso-ir-226", "iso_8859-16:2001", "iso_8859-16", "latin10", "l10", "csiso885916"],
        Charset::Foreign(encoding_rs::ISO_8859_16),
    ),
    (&["koi8-r", "cskoi8r"], Charset::Foreign(encoding_rs::KOI8_R)),
    (&["koi8-u", "cskoi8u"], Charset::Foreign(encoding_rs::KOI8_U)),
    (&["macintosh", "mac", "csmacintosh"], Charset::Foreign(encoding_rs::MACINTOSH)),
    (&["windows-874", "cswindows874"], Charset::Foreign(encoding_rs::WINDOWS_874)),
    (&["windows-1250", "cswindows1250"], Charset::Foreign(encoding_rs::WINDOWS_1250)),
    (&["windows-1251", "cswindows1251"], Charset::Foreign(encoding_rs::WINDOWS_1251)),
    (&["windows-1252", "cswindows1252"], Charset::Foreign(encoding_rs::WINDOWS_1252)),
    (&["windows-1253", "cswindows1253"], Charset::Foreign(encoding_rs::WINDOWS_1253)),
    (&["windows-1254", "cswindows1254"], Charset::Foreign(encoding_rs::WINDOWS_1254)),
    (&["windows-1255", "cswindows1255"], Charset::Foreign(encoding_rs::WINDOWS_1255)),
    (&["windows-1256", "cswindows1256"], Charset::Foreign(encoding_rs::WINDOWS_1256)),
    (&["windows-1257", "cswindows1257"], Charset::Foreign(encoding_rs::WINDOWS_1257)),
    (&["windows-1258", "cswindows1258"], Charset::Foreign(encoding_rs::WINDOWS_1258)),
    (
        &["extended_unix_code_packed_format_for_japanese", "cseucpkdfmtjapanese", "euc-jp"],
        Charset::Foreign(encoding_rs::EUC_JP),
    ),
    (&["iso-2022-jp", "csiso2022jp"], Charset::Foreign(encoding_rs::ISO_2022_JP)),
    (&["shift_jis", "ms_kanji", "csshiftjis"], Charset::Foreign(encoding_rs::SHIFT_JIS)),
    (&["euc-kr", "cseuckr"], Charset::Foreign(encoding_rs::EUC_KR)),
    (&["gb18030", "csgb18030"], Charset::Foreign(encoding_rs::GB18030)),
    (&["gbk", "cp936", "ms936", "windows-936", "csgbk"], Charset::Foreign(encoding_rs::GBK)),
    (&["hz-gb-2312"], Charset::Hz),
    (&["big5", "csbig5"], Charset::Foreign(encoding_rs::BIG5)),
];
