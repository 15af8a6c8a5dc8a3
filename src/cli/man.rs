//! `meetme man`: the manual, one page a command, made from the definitions that read the arguments.

use std::io;
use std::path::Path;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{args, exits};

/// All pages with the names of their files; the first is that of `meetme` itself.
pub fn man() -> Vec<(String, String)> {
    let mut root = args::definition().disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    add(&mut pages, &root, true);
    pages
}

/// Writes all pages into a folder; pages that are there are replaced.
pub fn write_man(folder: &Path) -> io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    let pages = man();
    for (name, page) in &pages {
        std::fs::write(folder.join(name), page)?;
    }
    Ok(pages.len())
}

fn add(pages: &mut Vec<(String, String)>, command: &Command, first: bool) {
    // What every command takes stands on the first page only.
    let own = command.clone().mut_args(|arg| if !first && arg.is_global_set() { arg.hide(true) } else { arg });
    let page = Man::new(own).date("").source(concat!("meetme ", env!("CARGO_PKG_VERSION"))).manual("meetme");
    pages.push((page.get_filename(), text(&page, command, first)));
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        add(pages, sub, false);
    }
}

fn text(page: &Man, command: &Command, first: bool) -> String {
    let mut written = Vec::new();
    // Writing into memory does not fail.
    let _ = rendered(page, command, first, &mut written);
    String::from_utf8_lossy(&written).into_owned()
}

fn rendered(page: &Man, command: &Command, first: bool, out: &mut Vec<u8>) -> io::Result<()> {
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    let has_own = command.get_arguments().any(|arg| first || !arg.is_global_set());
    if has_own {
        page.render_options_section(out)?;
    }
    if command.has_subcommands() {
        page.render_subcommands_section(out)?;
    }
    let mut more = Roff::new();
    if first {
        more.control("SH", ["EXIT STATUS"]);
        for exit in &exits::EXITS {
            more.control("TP", []);
            more.text([bold(exit.code.to_string())]);
            more.text([roman(exit.means)]);
        }
        more.control("SH", ["FILES"]);
        for (file, about) in FILES {
            more.control("TP", []);
            more.text([bold(file)]);
            more.text([roman(about)]);
        }
    } else {
        more.control("SH", ["SEE ALSO"]);
        more.text([bold("meetme"), roman("(1), for the flags that every command takes, exit codes and files")]);
    }
    more.to_writer(out)
}

const FILES: [(&str, &str); 3] = [
    ("~/.config/meetme/config.toml", "The configuration; `meetme config template` prints one to start from."),
    ("~/.local/state/meetme/audit.jsonl", "The record of changes; `meetme audit` reads it."),
    ("~/.local/state/meetme/", "Views, drafts and locks. Nothing in it holds a token or a key."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_and_flags_of_all_stand_on_the_first() {
        let pages = man();
        let page = |name: &str| &pages.iter().find(|(own, _)| own == name).unwrap().1;
        assert_eq!(pages[0].0, "meetme.1");
        assert!(pages[0].1.contains("EXIT STATUS") && pages[0].1.contains("\\-\\-read\\-only"));
        let list = page("meetme-slots-list.1");
        assert!(list.contains("\\-\\-other\\-device") && !list.contains("\\-\\-read\\-only"), "{list}");
        assert!(pages.iter().all(|(name, page)| !name.contains("help") && page.starts_with(".ie")), "{pages:?}");
    }
}
