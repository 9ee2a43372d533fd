//! The address of a bucket: `s3://bucket/prefix?endpoint=…&region=…&allow_http=true&ca=…`.

use std::path::PathBuf;
use std::str::FromStr;

/// How an address begins.
const SCHEME: &str = "s3://";

/// Where a bucket is. It holds no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The bucket.
    pub bucket: String,
    /// The folder in it; empty for the bucket itself.
    pub prefix: String,
    /// The address of the store, without which it is the one of Amazon.
    pub endpoint: Option<String>,
    /// The region; some stores look at it in signatures.
    pub region: String,
    /// A file with certificates of a private authority, beside those that the machine trusts.
    pub authority: Option<PathBuf>,
}

/// Why an address is none.
#[derive(Debug, thiserror::Error)]
pub enum BadAddress {
    /// Not of this form.
    #[error("the store of files is s3://bucket/prefix?endpoint=https://…&region=…")]
    Form,
    /// An option that nothing asks for.
    #[error("the store of files has no option «{0}»: endpoint, region, ca, allow_http")]
    Unknown(String),
    /// Not encrypted, and nobody said so.
    #[error(
        "the store of files is asked over https; allow_http=true says that the network is its own"
    )]
    Open,
}

impl FromStr for Address {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let rest = text.strip_prefix(SCHEME).ok_or(BadAddress::Form)?;
        let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        if bucket.is_empty() {
            return Err(BadAddress::Form);
        }
        let mut address = Self {
            bucket: bucket.into(),
            prefix: prefix.trim_matches('/').into(),
            endpoint: None,
            region: "us-east-1".into(),
            authority: None,
        };
        let mut is_open_allowed = false;
        for (name, value) in form_urlencoded::parse(options.as_bytes()) {
            match name.as_ref() {
                "endpoint" => address.endpoint = Some(value.trim_end_matches('/').into()),
                "region" => address.region = value.into(),
                "ca" => address.authority = Some(PathBuf::from(value.as_ref())),
                "allow_http" => is_open_allowed = value == "true",
                other => return Err(BadAddress::Unknown(other.into())),
            }
        }
        match address.endpoint.as_deref() {
            Some(endpoint) if endpoint.starts_with("http://") && !is_open_allowed => {
                Err(BadAddress::Open)
            }
            Some(endpoint) if !endpoint.starts_with("http") => Err(BadAddress::Form),
            Some(_) | None => Ok(address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_the_bucket_is() {
        let text = "s3://photos/tournee/a?endpoint=https://s3.example:9000/&region=fr&ca=/etc/ca";
        let address: Address = text.parse().expect("an address");
        assert_eq!((address.bucket.as_str(), address.prefix.as_str()), ("photos", "tournee/a"));
        assert_eq!(address.endpoint.as_deref(), Some("https://s3.example:9000"));
        assert_eq!((address.region.as_str(), address.authority), ("fr", Some("/etc/ca".into())));
        let plain: Address = "s3://photos".parse().expect("an address");
        assert_eq!((plain.prefix.as_str(), plain.endpoint), ("", None));
    }

    #[test]
    fn what_is_not_understood_or_not_encrypted_is_said() {
        let why = |text: &str| text.parse::<Address>().expect_err("refused");
        assert!(matches!(why("/srv/photos"), BadAddress::Form));
        assert!(matches!(why("s3:///prefix"), BadAddress::Form));
        assert!(matches!(why("s3://a?endpoint=nowhere"), BadAddress::Form));
        assert!(matches!(why("s3://a?secret=b"), BadAddress::Unknown(name) if name == "secret"));
        assert!(matches!(why("s3://a?endpoint=http://b"), BadAddress::Open));
        assert!("s3://a?endpoint=http://b&allow_http=true".parse::<Address>().is_ok());
    }
}
