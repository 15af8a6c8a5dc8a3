//! Each rule at its edges, on both sides.

use std::collections::BTreeSet;

use super::*;
use crate::domain::{Asn, Prefix};

/// The rules that spoke, by their texts.
fn ids(problems: &[Problem]) -> Vec<&'static str> {
    let of = |problem: &Problem| {
        let rule = RULES.iter().find(|rule| {
            problem.text.ends_with(&rule.on(problem.field).text) && (rule.level == Level::Warning) == problem.warning
        });
        rule.unwrap_or_else(|| panic!("no rule says {}", problem.text)).id
    };
    problems.iter().map(of).collect()
}

fn link(p2p: &str, cust: &str) -> Vec<&'static str> {
    ids(&point_to_point(("p2p_ip", &Prefix::from(p2p)), ("cust_ip", &Prefix::from(cust))))
}

fn extra(list: &[&str]) -> Vec<&'static str> {
    let list: Vec<Prefix> = list.iter().map(|text| Prefix::from(*text)).collect();
    ids(&extra_prefixes("bgp/extra_prefixes", &list))
}

/// What is checked, and the rules that speak about it.
#[expect(clippy::too_many_lines, reason = "a table of values, one a line")]
fn edges() -> Vec<(String, Vec<&'static str>, Vec<&'static str>)> {
    let mut all = Vec::new();
    let mut row = |what: String, got: Vec<&'static str>, want: &[&'static str]| all.push((what, got, want.to_vec()));
    let asns: [(u32, &[&'static str]); 32] = [
        (0, &["asn-zero"]),
        (1, &[]),
        (111, &[]),
        (112, &["asn-as112"]),
        (113, &[]),
        (13_334, &[]),
        (13_335, &["asn-cloudflare"]),
        (13_336, &[]),
        (23_455, &[]),
        (23_456, &["asn-trans"]),
        (23_457, &[]),
        (64_495, &[]),
        (64_496, &["asn-documentation"]),
        (64_511, &["asn-documentation"]),
        (64_512, &[]),
        (65_534, &[]),
        (65_535, &["asn-last"]),
        (65_536, &["asn-documentation"]),
        (65_551, &["asn-documentation"]),
        (65_552, &["asn-reserved"]),
        (131_071, &["asn-reserved"]),
        (131_072, &[]),
        (2_147_483_647, &[]),
        (2_147_483_648, &["asn-int32"]),
        (4_199_999_999, &["asn-int32"]),
        (4_200_000_000, &["asn-int32"]),
        (64_513, &[]),
        (65_533, &[]),
        (131_073, &[]),
        (4_294_967_294, &["asn-int32"]),
        (4_294_967_295, &["asn-last"]),
        (65_010, &[]),
    ];
    for (asn, want) in asns {
        row(format!("customer ASN {asn}"), ids(&customer_asn("bgp/customer_asn", Asn(asn))), want);
    }
    for (asn, want) in [
        (13_334, &["asn-default"][..]),
        (13_335, &[]),
        (13_336, &["asn-default"]),
        (65_535, &["asn-last"]),
        (64_495, &["asn-default"]),
        (131_072, &["asn-default"]),
        (2_147_483_648, &["asn-int32"]),
        (64_511, &["asn-documentation"]),
        (64_512, &[]),
        (65_534, &[]),
        (3320, &["asn-default"]),
        (0, &["asn-zero"]),
    ] {
        row(format!("default ASN {asn}"), ids(&default_asn("default_asn", Asn(asn))), want);
    }
    for (mtu, want) in [
        (575, &["mtu-low"][..]),
        (576, &["mtu-small"]),
        (1279, &["mtu-small"]),
        (1280, &[]),
        (1475, &[]),
        (1476, &["mtu-gre"]),
        (1477, &[]),
        (1499, &[]),
        (1500, &[]),
        (1501, &["mtu-high"]),
    ] {
        row(format!("MTU {mtu}"), ids(&super::mtu("magic/mtu", mtu)), want);
    }
    let long = "k".repeat(81);
    for (key, want) in [
        ("", &["md5-form"][..]),
        ("a?b", &["md5-form"]),
        ("a\"b", &["md5-form"]),
        ("clé", &["md5-form"]),
        ("\u{1f}", &["md5-form"]),
        ("\u{7f}", &["md5-form"]),
        ("~", &[]),
        (&long[1..], &[]),
        (&long, &["md5-long"]),
        (" a", &["md5-space"]),
        ("a$b", &["md5-quoting"]),
        ("a'@%^&*()+[]{}<>/.,;:_-~= |z", &[]),
    ] {
        row(format!("MD5 {key}"), ids(&md5_key("bgp/md5_key", key)), want);
    }
    for (name, want) in [
        (" ", &["conduit-empty"][..]),
        ("fifteen-letters", &[]),
        ("sixteen--letters", &["conduit-long"]),
        ("two words", &["conduit-space"]),
        ("a\u{7}", &["conduit-control"]),
    ] {
        row(format!("conduit {name}"), ids(&conduit_name("magic/conduit_name", name)), want);
    }
    for (tag, want) in [(0, &["vlan-range"][..]), (1, &[]), (4094, &[]), (4095, &["vlan-range"])] {
        row(format!("VLAN {tag}"), ids(&vlan("vlan", tag)), want);
    }
    for (p2p, cust, want) in [
        ("10.254.0.0/31", "10.254.0.1/31", &[][..]),
        ("10.254.0.0/31", "10.254.0.0/31", &["link-same"]),
        ("10.254.0.1/31", "10.254.0.2/31", &["link-apart"]),
        ("10.0.0.0/31", "soon", &["link-form"]),
        ("10.0.0.0", "10.0.0.1/31", &["link-form"]),
        ("fd00::/127", "10.0.0.1/31", &["link-form"]),
        ("10.0.0.1/30", "10.0.0.2/30", &["link-mask-30", "link-mask-30"]),
        ("10.0.0.0/30", "10.0.0.3/30", &["link-edge", "link-edge"]),
        ("10.0.0.1/29", "10.0.0.2/29", &["link-mask", "link-mask"]),
        ("9.255.255.254/31", "9.255.255.255/31", &["link-public", "link-public"]),
        ("11.0.0.0/31", "11.0.0.1/31", &["link-public", "link-public"]),
        ("172.15.255.254/31", "172.15.255.255/31", &["link-public", "link-public"]),
        ("172.31.255.254/31", "172.31.255.255/31", &[]),
        ("172.32.0.0/31", "172.32.0.1/31", &["link-public", "link-public"]),
        ("169.254.0.0/31", "169.254.0.1/31", &["link-local", "link-local"]),
        ("100.64.0.0/31", "100.64.0.1/31", &["link-shared", "link-shared"]),
        ("100.128.0.0/31", "100.128.0.1/31", &["link-public", "link-public"]),
        ("192.0.2.0/31", "192.0.2.1/31", &["link-special", "link-special"]),
        ("198.19.255.254/31", "198.19.255.255/31", &["link-special", "link-special"]),
        ("198.20.0.0/31", "198.20.0.1/31", &["link-public", "link-public"]),
        ("223.255.255.254/31", "223.255.255.255/31", &["link-public", "link-public"]),
        ("224.0.0.0/31", "224.0.0.1/31", &["link-special", "link-special"]),
        ("255.255.255.254/31", "255.255.255.255/31", &["link-special", "link-special"]),
        ("172.64.240.252/31", "172.64.240.253/31", &["link-probe", "link-probe"]),
        ("172.64.240.250/31", "172.64.240.251/31", &["link-public", "link-public"]),
    ] {
        row(format!("{p2p} {cust}"), link(p2p, cust), want);
    }
    for (list, want) in [
        (&["100.96.0.0/12", "100.64.0.0/12"][..], &[][..]),
        (&["100.96.0.1/12"], &["prefix-host"]),
        (&["x"], &["prefix-form"]),
        (&["10.0.0.0"], &["prefix-form"]),
        (&["10.0.0.0/8", "10.0.0.0/8"], &["prefix-twice"]),
        (&["10.0.0.0/8", "10.1.0.0/16"], &["prefix-covered"]),
        (&["0.0.0.0/0", "10.1.0.0/16"], &["prefix-default"]),
        (&["203.0.113.0/24"], &["prefix-special"]),
        (&["0.0.0.0/0"], &["prefix-default"]),
        (&["1.0.0.0/8"], &[]),
        (&["10.0.0.0/8", "11.0.0.0/8"], &[]),
        (&["8.8.8.0/24"], &[]),
        (&["8.8.8.0/25"], &["prefix-long"]),
        (&["10.0.0.0/30"], &[]),
        (&["2001:db8::/32"], &[]),
    ] {
        row(format!("{list:?}"), extra(list), want);
    }
    for (text, want) in
        [("x".repeat(64), &[][..]), ("x".repeat(65), &["text-long"]), ("a\tb".to_owned(), &["text-control"])]
    {
        row(format!("text {text}"), ids(&free_text("name", &text, 64)), want);
    }
    for (text, want) in [("x".repeat(256), &[][..]), ("x".repeat(257), &["text-long"])] {
        row(format!("description {text}"), ids(&free_text("description", &text, 256)), want);
    }
    for (name, want) in
        [("é".repeat(200), &[][..]), ("é".repeat(201), &["letter-long"]), ("\u{1b}".to_owned(), &["letter-control"])]
    {
        row(format!("letter {name}"), ids(&letter_name("name", &name)), want);
    }
    for (key, want) in [
        (" ", &["pairing-empty"][..]),
        ("7e51371e-72a3-40b5-b844-2e3efefaee59/us-central1/1", &[]),
        ("7e51371e-72a3-40b5-b844-2e3efefaee59/us-central1/3", &["pairing-form"]),
        ("key", &["pairing-form"]),
    ] {
        row(format!("pairing {key}"), ids(&pairing_key("pairing_key", key)), want);
    }
    all
}

#[test]
fn each_rule_speaks_at_its_edge_and_not_beside_it() {
    for (what, got, want) in edges() {
        assert_eq!(got, want, "{what}");
    }
}

/// The last link before a range, the first and last inside, the first behind: by which rule each is told.
#[test]
fn each_range_of_addresses_begins_and_ends_where_its_rfc_says() {
    let pair = |first: u32| {
        let at = |low: u32| format!("{}/31", std::net::Ipv4Addr::from(first + low));
        link(&at(0), &at(1)).first().copied()
    };
    for (range, inside) in [
        ("0.0.0.0/8", Some("link-special")),
        ("10.0.0.0/8", None),
        ("100.64.0.0/10", Some("link-shared")),
        ("127.0.0.0/8", Some("link-special")),
        ("169.254.0.0/16", Some("link-local")),
        ("172.16.0.0/12", None),
        ("172.64.240.252/30", Some("link-probe")),
        ("192.0.0.0/24", Some("link-special")),
        ("192.0.2.0/24", Some("link-special")),
        ("192.31.196.0/24", Some("link-special")),
        ("192.52.193.0/24", Some("link-special")),
        ("192.88.99.0/24", Some("link-special")),
        ("192.168.0.0/16", None),
        ("192.175.48.0/24", Some("link-special")),
        ("198.18.0.0/15", Some("link-special")),
        ("198.51.100.0/24", Some("link-special")),
        ("203.0.113.0/24", Some("link-special")),
        // To the end of all addresses: 224.0.0.0/4 with 240.0.0.0/4.
        ("224.0.0.0/3", Some("link-special")),
    ] {
        let net: ipnet::Ipv4Net = range.parse().unwrap();
        let (first, last) = (u32::from(net.network()), u32::from(net.broadcast()) - 1);
        assert_eq!((pair(first), pair(last)), (inside, inside), "inside {range}");
        for beside in first.checked_sub(2).into_iter().chain(last.checked_add(2)) {
            assert_eq!(pair(beside), Some("link-public"), "beside {range}");
        }
    }
}

#[test]
fn no_rule_is_without_an_edge_and_no_name_is_given_twice() {
    let seen: BTreeSet<&str> = edges().into_iter().flat_map(|(_, got, _)| got).collect();
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(seen, names);
    assert_eq!(names.len(), RULES.len());
    assert_eq!((mss(1500), mss(1476), mss(0)), (1460, 1436, 0));
}

#[test]
fn a_problem_never_holds_a_key_and_cleans_what_it_repeats() {
    assert!(!md5_key("bgp/md5_key", "hunter2\"")[0].text.contains("hunter2"));
    let shown = extra_prefixes("bgp/extra_prefixes", &[Prefix::from("\u{1b}[2J")]);
    assert!(!shown[0].text.contains('\u{1b}'));
}
