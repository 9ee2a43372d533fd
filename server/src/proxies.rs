//! Finds out which network a request comes from, behind the proxies that are trusted to say so.

use ipnet::{IpNet, Ipv4Net};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Bits of an IPv6 address that a provider gives to one customer at least.
const V6_SUBSCRIBER: u8 = 64;
/// Bits of the network of a neighbourhood, in which one person may have several addresses.
const V4_NETWORK: u8 = 24;
const V6_NETWORK: u8 = 56;

/// The networks whose word on the sender of a request is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl Default for Proxies {
    /// This machine.
    fn default() -> Self {
        let v4 = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(127, 0, 0, 0), 8));
        Self(vec![v4, IpAddr::V6(Ipv6Addr::LOCALHOST).into()])
    }
}

/// An item of a list is neither an address nor a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is neither an address nor a network such as 10.0.0.0/8")]
pub struct NoNetwork(String);

impl FromStr for Proxies {
    type Err = NoNetwork;

    /// Parses addresses and networks, separated by commas. An empty list trusts nobody.
    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        let network = |item: &str| {
            let address = item.parse::<IpAddr>().map(IpNet::from);
            address.or_else(|_| item.parse()).map_err(|_| NoNetwork(item.to_owned()))
        };
        items.map(network).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let networks: Vec<_> = self.0.iter().map(IpNet::to_string).collect();
        f.write_str(&networks.join(", "))
    }
}

impl Proxies {
    /// Returns whether an address is one of a trusted proxy.
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Returns the address of the sender of a request: the peer, or else the last one named by a
    /// trusted proxy that is no trusted proxy itself. `named` are the values of `X-Forwarded-For`
    /// in their order.
    pub fn client<'a>(
        &self,
        peer: IpAddr,
        named: impl DoubleEndedIterator<Item = &'a str>,
    ) -> IpAddr {
        let mut client = peer.to_canonical();
        for hop in named.rev().flat_map(|value| value.rsplit(',')) {
            if !self.trusts(client) {
                break;
            }
            // What a trusted proxy wrote can be read; all before it is a stranger's word.
            let Some(address) = address(hop.trim()) else { break };
            client = address;
        }
        client
    }
}

/// Parses `192.0.2.1`, `192.0.2.1:8080`, `2001:db8::1`, `[2001:db8::1]` and `[2001:db8::1]:8080`.
fn address(hop: &str) -> Option<IpAddr> {
    let alone = hop.parse::<IpAddr>();
    let with_port = || hop.parse::<std::net::SocketAddr>().map(|address| address.ip());
    let inside = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    alone.or_else(|_| with_port()).ok().or_else(inside).map(|address| address.to_canonical())
}

/// The address as the limits count it: one subscriber has as many IPv6 addresses as they like.
pub fn subscriber(address: IpAddr) -> IpAddr {
    cut(address, Ipv4Addr::BITS as u8, V6_SUBSCRIBER)
}

/// The network as attempts at passwords and codes count it.
pub fn network(address: IpAddr) -> IpAddr {
    cut(address, V4_NETWORK, V6_NETWORK)
}

fn cut(address: IpAddr, v4: u8, v6: u8) -> IpAddr {
    let address = address.to_canonical();
    let bits = if address.is_ipv4() { v4 } else { v6 };
    IpNet::new(address, bits).map_or(address, |network| network.trunc().addr())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn client(proxies: &str, peer: &str, named: &[&str]) -> IpAddr {
        let proxies: Proxies = proxies.parse().expect("networks");
        proxies.client(ip(peer), named.iter().copied())
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(client("", "127.0.0.1", &["192.0.2.1"]), ip("127.0.0.1"));
        assert_eq!(client("10.0.0.0/8", "192.0.2.9", &["192.0.2.1"]), ip("192.0.2.9"));
        assert_eq!(client("10.0.0.0/8", "10.1.2.3", &["192.0.2.1"]), ip("192.0.2.1"));
        assert_eq!(client("10.0.0.0/8", "::ffff:10.1.2.3", &["192.0.2.1"]), ip("192.0.2.1"));
        assert_eq!(client("10.0.0.0/8", "10.1.2.3", &[]), ip("10.1.2.3"));
        assert!(Proxies::default().trusts(ip("::1")));
        assert!(!Proxies::default().trusts(ip("10.0.0.1")));
        assert_eq!(Proxies::default().to_string(), "127.0.0.0/8, ::1/128");
        assert!("10.0.0.0/8, here".parse::<Proxies>().is_err());
    }

    /// A client may write the header itself: what it claims stands before what the proxies say.
    #[test]
    fn the_last_hop_that_is_not_trusted_counts() {
        let claimed = "203.0.113.5, 192.0.2.1";
        assert_eq!(client("127.0.0.1", "127.0.0.1", &[claimed]), ip("192.0.2.1"));
        let through = ["203.0.113.5", "192.0.2.1, 10.0.0.2"];
        assert_eq!(client("127.0.0.1, 10.0.0.0/8", "127.0.0.1", &through), ip("192.0.2.1"));
        let bad = "203.0.113.5, nonsense, 10.0.0.2";
        assert_eq!(client("127.0.0.1, 10.0.0.0/8", "127.0.0.1", &[bad]), ip("10.0.0.2"));
    }

    #[test]
    fn hops_are_read_with_and_without_ports() {
        for hop in ["[2001:db8::1]:443", "[2001:db8::1]", "2001:db8::1"] {
            assert_eq!(client("127.0.0.1", "127.0.0.1", &[hop]), ip("2001:db8::1"), "{hop}");
        }
        assert_eq!(client("127.0.0.1", "127.0.0.1", &["192.0.2.1:5"]), ip("192.0.2.1"));
    }

    #[test]
    fn a_subscriber_is_one_whatever_the_address() {
        assert_eq!(subscriber(ip("2001:db8:1:2:3:4:5:6")), ip("2001:db8:1:2::"));
        assert_eq!(subscriber(ip("192.0.2.7")), ip("192.0.2.7"));
        assert_eq!(network(ip("2001:db8:1:2ff:3:4:5:6")), ip("2001:db8:1:200::"));
        assert_eq!(network(ip("192.0.2.7")), ip("192.0.2.0"));
        assert_eq!(subscriber(ip("::ffff:192.0.2.7")), ip("192.0.2.7"));
    }
}
