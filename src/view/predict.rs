//! Predict first: the scenario's question, an answer to it, and what the run says to that.

use std::rc::Rc;

use playground::action::{self, Action};
use playground::exhibit::Exhibit;
use playground::figure::{Unit, read};
use playground::quiz::{Guess, Question, Verdict};
use playground::snapshot::{Prediction, TraceHandle};
use scenarios::Scenario;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::events::sends;
use super::icons::Icon;
use super::markdown::line;
use super::part::{Link, View};
use super::tag::{Tag, list, tag};

/// A scenario's question. Keyed by the scenario where it is put, so that an answer to another one
/// does not stand there.
#[derive(PartialEq)]
pub struct Predict {
    /// What is shown.
    pub exhibit: Rc<Exhibit>,
    /// Index of the variant that is shown.
    pub variant: usize,
    /// Its run, which tells whether a prediction holds.
    pub trace: TraceHandle,
    /// The knobs' values.
    pub knobs: Rc<[i64]>,
    /// What became of the question.
    pub prediction: Prediction,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The state of the question: the answer that is being given.
#[derive(Default)]
pub struct State {
    /// Lines that were picked, in order.
    picked: Vec<&'static str>,
    /// The number that is typed, as it stands in its field.
    typed: String,
    /// Why it is no answer.
    refused: Option<String>,
    /// The run and the prediction that were compared last, and the verdict; none while the run is not over.
    told: Option<(TraceHandle, Rc<Guess>, Option<Verdict>)>,
    section: NodeRef,
    /// Which list's button, and which of them, is to get the focus: the one that had it has moved.
    focus: Option<(&'static str, usize)>,
}

impl View for Predict {
    type State = State;

    fn changed(&self, state: &mut State) {
        let Some((question, of)) = self.exhibit.scenario().and_then(Question::of) else { return };
        if let Prediction::Answered(guess) = &self.prediction
            && of == self.variant
        {
            state.ask(&question, &self.trace, guess);
        }
    }

    fn html(&self, state: &State, link: &Link<State>) -> Html {
        let Some(scenario) = self.exhibit.scenario() else { return Html::default() };
        let Some((question, of)) = Question::of(scenario) else { return Html::default() };
        let body = match &self.prediction {
            Prediction::Answered(guess) if of == self.variant => {
                let told = state.told.as_ref().and_then(|(.., verdict)| verdict.as_ref());
                told.map_or_else(|| self.waits(guess), |told| self.told(&question, guess, told))
            }
            Prediction::Answered(_) => self.elsewhere(of),
            Prediction::Open => self.offer(),
            Prediction::Hidden(_) if of != self.variant => self.elsewhere(of),
            Prediction::Hidden(missed) => self.form(&question, missed.as_ref(), state, link),
        };
        let about = (self.exhibit.variants.len() > 1).then(|| {
            let label = &self.exhibit.variants[of].label;
            tag!("span", "class" = "about").child(format!("Program: {label}"))
        });
        let head = tag!("div", "class" = "predict-head")
            .child(tag!("h3", "class" = "label").child("Predict"))
            .child(about);
        tag!("section", "class" = "predict", "aria-label" = "Predict")
            .found(&state.section)
            .child(head)
            .child(tag!("p", "class" = "asked").child(line(scenario.question)))
            .child(body)
            .html()
    }

    fn rendered(&self, state: &mut State, _: &Link<State>) {
        let (Some((list, at)), Some(section)) =
            (state.focus.take(), state.section.cast::<Element>())
        else {
            return;
        };
        let Ok(buttons) = section.query_selector_all(list) else { return };
        let at = at.min(buttons.length().saturating_sub(1) as usize);
        let button = buttons.item(at as u32).and_then(|button| button.dyn_into().ok());
        if let Some(button) =
            button.or_else(|| section.query_selector(".check").ok().flatten()?.dyn_into().ok())
        {
            let button: HtmlElement = button;
            let _ = button.focus();
        }
    }
}

const CARDS: &str = ".cards button";
const PICKED: &str = ".picked button";

impl State {
    /// What would be checked; none while nothing is picked or typed.
    fn answer(&self, question: &Question) -> Option<Result<Guess, String>> {
        let unit = match question {
            Question::Order(_) if self.picked.is_empty() => return None,
            Question::Order(_) => return Some(Ok(Guess::Order(self.picked.clone()))),
            Question::Time => Unit::Milliseconds,
            Question::Polls(_) => Unit::Times,
        };
        (!self.typed.trim().is_empty()).then(|| read(&self.typed, unit).map(Guess::Number))
    }

    fn pick(&mut self, card: &'static str, at: usize) {
        self.picked.push(card);
        self.focus = Some((CARDS, at));
    }

    fn take_away(&mut self, at: usize) {
        if at < self.picked.len() {
            self.picked.remove(at);
        }
        self.focus = Some((PICKED, at)).filter(|_| !self.picked.is_empty()).or(Some((CARDS, 0)));
    }

    fn shift(&mut self, at: usize, by: isize) {
        if let Some(to) = shift(&mut self.picked, at, by) {
            self.focus = Some((PICKED, to));
        }
    }

    /// Asks the run what it says to a prediction, unless it was asked already.
    fn ask(&mut self, question: &Question, trace: &TraceHandle, guess: &Rc<Guess>) {
        let known = |(run, to, _): &(TraceHandle, Rc<Guess>, _)| run == trace && to == guess;
        if !self.told.as_ref().is_some_and(known) {
            let verdict = question.verdict(&trace.borrow(), guess);
            self.told = Some((trace.clone(), Rc::clone(guess), verdict));
        }
    }
}

impl Predict {
    /// What the scenario's notes say about the question.
    fn note(&self, part: fn(&Scenario) -> &'static str) -> Html {
        line(self.exhibit.notes.map_or("", part))
    }

    /// The question can be answered where nothing on the page tells the answer.
    fn offer(&self) -> Tag {
        let hide = self.button(action::Predict::Hide, "check", "Hide the run, and answer");
        let answer = tag!("details")
            .child(tag!("summary").child("Show the answer"))
            .child(tag!("p", "class" = "answer").child(self.note(|notes| notes.answer)));
        tag!("div", "class" = "predict-foot").key("offer").child(hide).child(answer)
    }

    fn form(
        &self,
        question: &Question,
        missed: Option<&Rc<Guess>>,
        state: &State,
        link: &Link<State>,
    ) -> Tag {
        let fields = match question {
            Question::Order(cards) => picking(cards, &state.picked, link),
            Question::Time => self.figure("The run takes".into(), Unit::Milliseconds, state, link),
            Question::Polls(task) => {
                self.figure(format!("{task} is polled"), Unit::Times, state, link)
            }
        };
        let answer = state.answer(question);
        let said = missed.is_some_and(|missed| answer == Some(Ok(Guess::clone(missed))));
        let check = tag!(
            "button",
            "type" = "button",
            "class" = "check",
            "disabled" = answer.is_none() || said,
        )
        .on_click(checks(answer, &self.dispatch, link).reform(|_| ()))
        .child("Check");
        let skip = self.button(action::Predict::Skip, "link", "Show the run");
        let foot = tag!("div", "class" = "predict-foot").child(check).child(skip);
        tag!("div", "class" = "predict-form")
            .key("form")
            .child(missed.map(|missed| self.hint(question, missed)))
            .child(fields)
            .child(foot)
    }

    /// What is said after the first wrong answer.
    fn hint(&self, question: &Question, missed: &Guess) -> Tag {
        let said = match (question, missed) {
            (Question::Time, Guess::Number(ms)) => format!("Not {ms} ms."),
            (Question::Polls(_), Guess::Number(count)) => format!("Not {}.", times(*count)),
            _ => "Not these lines in this order.".to_owned(),
        };
        let said = tag!("p", "class" = "verdict wrong")
            .child(Icon::Close.html())
            .child(tag!("span").child(said).child(" One more try."));
        let hint = tag!("p", "class" = "hint")
            .child(tag!("span", "class" = "label").child("Hint"))
            .child(" ")
            .child(self.note(|notes| notes.hint));
        tag!("div", "class" = "missed", "role" = "status").key("missed").child(said).child(hint)
    }

    /// A field for a number; Enter answers.
    fn figure(&self, before: String, unit: Unit, state: &State, link: &Link<State>) -> Tag {
        let answer = read(&state.typed, unit).map(Guess::Number);
        let (check, link) = (checks(Some(answer), &self.dispatch, link), link.clone());
        let typed = move |event: InputEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let typed = input.value();
            link.change(move |state| {
                state.typed = typed;
                state.refused = None;
            });
        };
        let entered = move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                check.emit(());
            }
        };
        let has_unit = state.typed.trim_end().ends_with(|last: char| !last.is_ascii_digit());
        let (mode, after) = match unit {
            Unit::Milliseconds => ("decimal", "ms"),
            Unit::Times => ("numeric", "times"),
        };
        let field = tag!(
            "input",
            "type" = "text",
            "class" = "guess",
            "inputmode" = mode,
            "autocomplete" = "off",
            "spellcheck" = "false",
            "aria-invalid" = state.refused.as_ref().map(|_| "true"),
            "aria-describedby" = "guess-read",
        )
        .on_input(Callback::from(typed))
        .on_key(Callback::from(entered))
        .holding(state.typed.clone());
        let label = tag!("label", "class" = "guessed")
            .child(tag!("span").child(before))
            .child(field)
            .child((!has_unit).then(|| tag!("span").child(after)));
        let told = tag!("p", "class" = "guess-read", "id" = "guess-read", "role" = "status")
            .child(state.refused.clone().or_else(|| understood(&state.typed, unit)));
        tag!("div").key("figure").child(label).child(told)
    }

    fn waits(&self, guess: &Guess) -> Tag {
        tag!("div", "class" = "predict-told")
            .key("waits")
            .child(tag!("p").child(format!("You said {}. This run is not over yet.", said(guess))))
    }

    /// The question is about another variant.
    fn elsewhere(&self, of: usize) -> Tag {
        let variant = &self.exhibit.variants[of];
        let show = Action::select(self.exhibit.id.clone(), variant.id.clone());
        let button = tag!("button", "type" = "button", "class" = "link")
            .on_click(sends(&self.dispatch, show))
            .child(format!("Show {}", variant.label));
        tag!("div", "class" = "predict-told")
            .key("elsewhere")
            .child(tag!("p").child("The question is about another program."))
            .child(button)
    }

    fn told(&self, question: &Question, guess: &Guess, verdict: &Verdict) -> Tag {
        let right = verdict.right;
        let truth = match &verdict.truth {
            Guess::Order(lines) if !lines.is_empty() => {
                let lines = lines.iter().map(|line| tag!("li").child(tag!("code").child(*line)));
                tag!("ol", "class" = "truth").child(list(lines)).html()
            }
            _ => Html::default(),
        };
        let mark = if right { Icon::Done } else { Icon::Close };
        let sentence = tag!(
            "p",
            "class" = if right { "verdict right" } else { "verdict wrong" },
            "role" = "status",
        )
        .child(mark.html())
        .child(tag!("span").child(sentence(question, guess, verdict)));
        let is_changed = *self.knobs != self.exhibit.variants[self.variant].listing.defaults();
        let written = is_changed.then_some("With the constants as written: ");
        let answer =
            tag!("p", "class" = "answer").child(written).child(self.note(|notes| notes.answer));
        let decided = tag!("button", "type" = "button", "class" = "check")
            .on_click(sends(&self.dispatch, Action::Seek(verdict.decided)))
            .child("Go to the event that decides it");
        let again = self.button(action::Predict::Hide, "link", "Predict again");
        tag!("div", "class" = "predict-told", "tabindex" = "-1")
            .key("told")
            .child(sentence)
            .child(truth)
            .child(answer)
            .child(tag!("div", "class" = "predict-foot").child(decided).child(again))
    }

    fn button(&self, does: action::Predict, class: &'static str, text: &'static str) -> Tag {
        tag!("button", "type" = "button", "class" = class)
            .on_click(sends(&self.dispatch, Action::Predict(does)))
            .child(text)
    }
}

/// Checks an answer, or says why it is none.
fn checks(
    answer: Option<Result<Guess, String>>,
    dispatch: &Callback<Action>,
    link: &Link<State>,
) -> Callback<()> {
    let (dispatch, link) = (dispatch.clone(), link.clone());
    Callback::from(move |()| match answer.clone() {
        Some(Ok(guess)) => dispatch.emit(Action::Predict(action::Predict::Answer(guess))),
        Some(Err(why)) => link.change(move |state| state.refused = Some(why)),
        None => {}
    })
}

/// What a typed number is read as, unless it stands there in plain digits.
fn understood(typed: &str, unit: Unit) -> Option<String> {
    let number = read(typed, unit).ok().filter(|number| number.to_string() != typed.trim())?;
    Some(match unit {
        Unit::Milliseconds => format!("= {number} ms"),
        Unit::Times => format!("= {}", times(number)),
    })
}

/// A prediction as a reader would say it.
fn said(guess: &Guess) -> String {
    match guess {
        Guess::Number(number) => number.to_string(),
        Guess::Order(lines) => lines.join(", "),
    }
}

/// What a run says to a prediction.
fn sentence(question: &Question, guess: &Guess, verdict: &Verdict) -> String {
    let (truth, said) = (said(&verdict.truth), said(guess));
    let own = verdict.truth == *guess;
    let polled = || match verdict.truth {
        Guess::Number(count) => times(count),
        Guess::Order(_) => String::new(),
    };
    match (question, verdict.right) {
        (Question::Time, true) if own => format!("Right: the run took {truth} ms."),
        (Question::Time, true) => {
            format!("Right: {said} ms, and on the browser’s timers it took {truth} ms.")
        }
        (Question::Time, false) => format!("No: the run took {truth} ms, not {said} ms."),
        (Question::Polls(task), true) => format!("Right: {task} was polled {}.", polled()),
        (Question::Polls(task), false) => {
            format!("No: {task} was polled {}, not {said}.", polled())
        }
        (Question::Order(_), true) => "Right: these lines, in this order.".to_owned(),
        (Question::Order(_), false) if truth.is_empty() => {
            "No: this run printed none of these lines.".to_owned()
        }
        (Question::Order(_), false) => "No: this run printed".to_owned(),
    }
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// Lines to pick from, and those that were picked, in order. A click puts a line behind those that
/// are there or takes it away; arrows move it.
fn picking(cards: &[&'static str], picked: &[&'static str], link: &Link<State>) -> Tag {
    let chosen = picked.iter().enumerate().map(|(at, card)| {
        let (away, moves) = (link.clone(), link.clone());
        let keyed = move |event: KeyboardEvent| {
            let by: isize = match &*event.key() {
                "ArrowUp" | "ArrowLeft" => -1,
                "ArrowDown" | "ArrowRight" => 1,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            moves.change(move |state| state.shift(at, by));
        };
        let button = tag!(
            "button",
            "type" = "button",
            "class" = "card",
            "title" = "Take it away; arrows move it",
            "aria-label" = format!("{}: {card}. Take it away; arrows move it", at + 1),
        )
        .on_click(Callback::from(move |_| away.change(move |state| state.take_away(at))))
        .on_key(Callback::from(keyed))
        .child(tag!("code").child(*card));
        tag!("li").key(*card).child(button)
    });
    let rest = cards.iter().filter(|card| !picked.contains(card)).enumerate().map(|(at, card)| {
        let (card, link) = (*card, link.clone());
        let button = tag!("button", "type" = "button", "class" = "card")
            .on_click(Callback::from(move |_| link.change(move |state| state.pick(card, at))))
            .child(tag!("code").child(card));
        tag!("li").key(card).child(button)
    });
    let empty = picked.is_empty().then(|| tag!("p", "class" = "none").child("Nothing picked yet."));
    tag!("div", "class" = "picking")
        .child(tag!("h4").child("Pick the lines that this run prints, in their order"))
        .child(tag!("ul", "class" = "cards", "aria-label" = "Lines to pick").children(rest))
        .child(tag!("h4").child("Your answer"))
        .child(empty)
        .child(tag!("ol", "class" = "picked", "aria-label" = "Your answer").children(chosen))
}

/// Moves what stands at a place by one place, if there is one; says where it stands then.
fn shift(lines: &mut [&'static str], at: usize, by: isize) -> Option<usize> {
    let to = at.checked_add_signed(by).filter(|to| *to < lines.len() && at < lines.len())?;
    lines.swap(at, to);
    Some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_move_within_their_list() {
        let mut lines = ["a", "b", "c"];
        assert_eq!(shift(&mut lines, 0, 1), Some(1));
        assert_eq!(lines, ["b", "a", "c"]);
        assert_eq!(shift(&mut lines, 0, -1), None);
        assert_eq!(shift(&mut lines, 2, 1), None);
        assert_eq!(shift(&mut lines, 3, -1), None);
        assert_eq!(lines, ["b", "a", "c"]);
    }

    #[test]
    fn what_a_run_says_is_a_sentence() {
        let told = |right, truth| Verdict { right, truth: Guess::Number(truth), decided: 1 };
        let guess = Guess::Number(300);
        let check = |question, verdict, said: &str| {
            assert_eq!(sentence(&question, &guess, &verdict), said);
        };
        check(Question::Time, told(true, 300), "Right: the run took 300 ms.");
        check(Question::Time, told(false, 500), "No: the run took 500 ms, not 300 ms.");
        let late = "Right: 300 ms, and on the browser’s timers it took 304 ms.";
        check(Question::Time, told(true, 304), late);
        let once = "No: main was polled once, not 300.";
        check(Question::Polls("main"), told(false, 1), once);
    }
}
