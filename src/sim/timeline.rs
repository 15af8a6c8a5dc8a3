//! What happens to the interconnects of a scenario: a pure function of scenario, seed and time.

use std::collections::HashSet;

use super::scenario::{EventRow, Scenario, Weather};
use super::seed;
use super::state::State;
use super::stock::{Port, Stock};

/// Seconds by which the weather may be late.
const JITTER: usize = 3;

const COMPLAINTS: [&str; 4] =
    ["rx light level -21.37 dBm below threshold -20.00 dBm", "lane 2 rx power low", "remote fault", "local fault"];
const OUTAGES: [&str; 3] = ["no light received on port (rx -40.00 dBm)", "carrier lost", "device unresponsive"];

#[derive(Debug, Clone)]
struct Event {
    at: u64,
    lasts: Option<u64>,
    every: Option<u64>,
    ports: HashSet<String>,
    state: State,
}

impl Event {
    fn new(row: &EventRow, stock: &Stock) -> Self {
        let fits = |port: &&Port| {
            row.site.as_ref().is_none_or(|code| port.site().is_some_and(|site| site.code == *code))
                && row.device.as_ref().is_none_or(|device| port.device() == Some(device))
                && row.from.as_ref().is_none_or(|word| port.base.word() == word)
        };
        let names = stock.ports.iter().filter(fits).map(|port| port.name.clone());
        Self {
            at: row.at,
            lasts: row.lasts,
            every: row.every,
            ports: names.take(row.most.unwrap_or(usize::MAX)).collect(),
            state: State::from_words(&row.state, row.reason.as_deref()),
        }
    }

    fn covers(&self, now: u64) -> bool {
        let Some(mut since) = now.checked_sub(self.at) else { return false };
        if let Some(every) = self.every {
            since %= every.max(1);
        }
        self.lasts.is_none_or(|lasts| since < lasts)
    }
}

/// The script of a scenario.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    seed: u64,
    events: Vec<Event>,
    weather: Option<Weather>,
    healthy: Vec<String>,
}

impl Timeline {
    pub(crate) fn new(scenario: &Scenario, stock: &Stock, seed: u64) -> Self {
        let healthy = stock.ports.iter().filter(|port| port.base == State::Healthy).map(|port| port.name.clone());
        Self {
            seed,
            events: scenario.event.iter().map(|row| Event::new(row, stock)).collect(),
            weather: scenario.weather.clone(),
            healthy: healthy.collect(),
        }
    }

    /// The state of an interconnect of the scenario at a second: the last event that covers it, else the weather.
    pub(crate) fn state(&self, name: &str, base: &State, now: u64) -> State {
        let event = self.events.iter().rev().find(|event| event.covers(now) && event.ports.contains(name));
        if let Some(event) = event {
            return event.state.clone();
        }
        self.storm(name, now).unwrap_or_else(|| base.clone())
    }

    /// A storm complains for its first third, then the port is down.
    fn storm(&self, name: &str, now: u64) -> Option<State> {
        let weather = self.weather.as_ref()?;
        let every = weather.every.max(1);
        let last = now.checked_sub(weather.first)? / every;
        let reach = (weather.lasts + JITTER as u64) / every + 1;
        (last.saturating_sub(reach)..=last).rev().find_map(|k| {
            let question = format!("storm {k}");
            let victim = self.healthy.get(seed::below(self.seed, &question, self.healthy.len()))?;
            let late = seed::below(self.seed ^ 0x1a7e, &question, JITTER + 1) as u64;
            let since = now.checked_sub(weather.first + k * every + late)?;
            if victim != name || since >= weather.lasts {
                return None;
            }
            let pick = |list: &[&str]| list[seed::below(self.seed ^ 0x7e57, &question, list.len())].to_owned();
            let mild = since < weather.lasts / 3;
            Some(if mild { State::unhealthy(&pick(&COMPLAINTS)) } else { State::down(&pick(&OUTAGES)) })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan;
    use super::*;

    fn states(scenario: &str, seed: u64, now: u64) -> Vec<State> {
        let scenario = Scenario::named(scenario).unwrap();
        let stock = plan::stock(&scenario, seed).unwrap();
        let timeline = Timeline::new(&scenario, &stock, seed);
        stock.ports.iter().map(|port| timeline.state(&port.name, &port.base, now)).collect()
    }

    #[test]
    fn something_changes_soon_and_again_whatever_the_seed() {
        for seed in 0..20 {
            let start = states("typical", seed, 0);
            assert!((1..=15).any(|now| states("typical", seed, now) != start), "seed {seed}");
        }
        let mut last = states("typical", 1, 0);
        let mut quiet = 0;
        for now in 1..900 {
            let next = states("typical", 1, now);
            quiet = if next == last { quiet + 1 } else { 0 };
            assert!(quiet < 40, "nothing happened for 40 seconds before {now}");
            last = next;
        }
    }

    #[test]
    fn the_same_seed_tells_the_same_story() {
        for now in [0, 11, 50, 400] {
            assert_eq!(states("typical", 3, now), states("typical", 3, now));
        }
        assert!((0..200).any(|now| states("typical", 3, now) != states("typical", 4, now)));
    }

    #[test]
    fn a_device_takes_several_ports_down_at_once_and_they_come_back() {
        let down = |now| states("typical", 1, now).iter().filter(|state| matches!(state, State::Down(_))).count();
        let worst = (0..300).max_by_key(|now| down(*now)).unwrap();
        assert!(down(worst) >= down(0) + 3, "{} then {}", down(0), down(worst));
        assert!((worst..600).any(|now| down(now) <= down(0)));
    }

    #[test]
    fn a_pending_port_becomes_healthy() {
        let pending = |now| states("typical", 1, now).iter().filter(|state| **state == State::Pending).count();
        assert!(pending(60) < pending(0) && pending(60) > 0);
    }
}
