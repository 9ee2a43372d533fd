//! The connection to a database over a network: encrypted, and to whom it should be.

use cluster::Cluster;
use server::store::Store;
use server::store::postgres::Postgres;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The connections of the program, and whether they are encrypted.
const SEEN: &str = "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                    WHERE application_name = 'tournee'";

/// Connections that were dropped are seen for a moment more.
fn wait_until_seen(cluster: &Cluster, wanted: &str) {
    let until = Instant::now() + Duration::from_secs(20);
    let mut seen = String::new();
    while Instant::now() < until {
        seen = cluster.run("postgres", SEEN).expect("seen");
        if seen == wanted {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("encrypted: {seen}, not {wanted}");
}

fn by(authority: &Path) -> String {
    let file = authority.display().to_string().replace('/', "%2F");
    format!("sslmode=verify-full&sslrootcert={file}")
}

#[test]
fn a_database_elsewhere_shows_that_it_is_the_one_of_its_name() {
    let cluster = Cluster::encrypted().expect("PostgreSQL");
    let [authority, another] = cluster.authorities();
    let open = |host: &str, parameters: &str| {
        Postgres::open(&cluster.encrypted_url(host, "postgres", parameters))
    };
    let told = |host: &str, parameters: &str| match open(host, parameters) {
        Ok(_) => panic!("{host} {parameters}: the program believed it"),
        Err(fault) => server::causes::chain(&fault),
    };
    let why = told("localhost", &by(&another));
    assert!(why.contains("certificate"), "another authority: {why}");
    let why = told("localhost", "sslmode=verify-full");
    assert!(why.contains("certificate"), "the authorities of the system: {why}");
    let why = told("127.0.0.1", &by(&authority));
    assert!(why.contains("certificate"), "another name: {why}");
    let known = open("localhost", &by(&authority)).expect("the one of that name");
    let store: Arc<dyn Store> = Arc::new(known);
    assert_eq!(store.look(|r| r.last_seq()).expect("it answers"), 0);
    wait_until_seen(&cluster, "t");
    drop(store);
    // An authority is asked for a check by itself.
    let alone = by(&authority).replace("sslmode=verify-full&", "");
    drop(open("localhost", &alone).expect("the same"));
    let clear: Arc<dyn Store> = Arc::new(open("localhost", "sslmode=disable").expect("asked for"));
    assert_eq!(clear.look(|r| r.last_seq()).expect("it answers"), 0);
    wait_until_seen(&cluster, "f");
    drop(clear);
}

/// A server that has no TLS, or somebody on the way who says so, gets no password.
#[test]
fn a_database_without_tls_is_not_spoken_to_where_tls_is_asked_for() {
    let database = cluster::database().expect("PostgreSQL");
    let refused = Postgres::open(&format!("{}?sslmode=verify-full", database.url()));
    let Err(fault) = refused else { panic!("the program spoke in the clear") };
    let why = server::causes::chain(&fault);
    assert!(why.contains("TLS"), "{why}");
}
