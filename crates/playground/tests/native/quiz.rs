//! Predict first: every question of the catalog can be answered, and its answer is checked against
//! the run that the reader has.

use std::rc::Rc;

use playground::action::{Action, Direction, Predict, Step};
use playground::quiz::{Guess, Question, Verdict};
use playground::route::Route;
use playground::snapshot::{Clock, Mode, Prediction};
use playground::{Effect, Playground};
use scenarios::{Scenario, find, scenarios};
use trace::EventKind;

fn open(address: &str) -> Playground {
    let (route, notices) = Route::parse(address);
    assert_eq!(notices, Vec::<String>::new(), "{address}");
    Playground::new(&route)
}

/// The question, and the run that it is about with the knobs as written.
fn asked(scenario: &'static Scenario) -> (Question, Playground) {
    let (question, variant) = Question::of(scenario).expect("a question that can be answered");
    let mut playground = Playground::new(&Route::of(scenario, variant));
    while playground.is_computing() {
        playground.compute();
    }
    (question, playground)
}

fn verdict(question: &Question, playground: &Playground, guess: &Guess) -> Verdict {
    let snapshot = playground.snapshot();
    question.verdict(&snapshot.trace.borrow(), guess).expect("a run that is over")
}

/// Answers, the second time if the first answer is wrong.
fn answered(playground: &mut Playground, guess: Guess) -> Verdict {
    playground.apply(Action::Predict(Predict::Hide));
    for _ in 0..2 {
        playground.apply(Action::Predict(Predict::Answer(guess.clone())));
    }
    let snapshot = playground.snapshot();
    let Prediction::Answered(guess) = snapshot.prediction else { panic!("no answer") };
    let (question, _) =
        Question::of(snapshot.exhibit.scenario().expect("a scenario")).expect("a question");
    question.verdict(&snapshot.trace.borrow(), &guess).expect("a run that is over")
}

#[test]
fn every_question_can_be_answered_rightly() {
    for scenario in scenarios() {
        let (question, playground) = asked(scenario);
        let truth = verdict(&question, &playground, &Guess::Number(u64::MAX)).truth;
        let told = verdict(&question, &playground, &truth);
        assert!(told.right, "{}: {truth:?}", scenario.id);
        let len = playground.snapshot().trace.len();
        assert!((1..=len).contains(&told.decided), "{}", scenario.id);
        // And the answer in the notes says the same.
        match truth {
            Guess::Number(number) => {
                assert!(scenario.answer.starts_with(&number.to_string()), "{}", scenario.id);
            }
            Guess::Order(lines) => {
                let mut quoted = scenario.answer.split('"').skip(1).step_by(2).peekable();
                for line in &lines {
                    quoted.next_if(|next| next == line);
                }
                assert_eq!(quoted.next(), None, "{}: {lines:?}", scenario.id);
            }
        }
    }
}

#[test]
fn wrong_answers_are_wrong() {
    for scenario in scenarios() {
        let (question, playground) = asked(scenario);
        let truth = verdict(&question, &playground, &Guess::Number(u64::MAX)).truth;
        let mut wrong = vec![Guess::Order(Vec::new()), Guess::Number(0)];
        match (&truth, &question) {
            (Guess::Number(number), _) => {
                wrong.extend([number + 1, number - 1, number * 1_000, u64::MAX].map(Guess::Number));
            }
            (Guess::Order(lines), Question::Order(cards)) => {
                assert_ne!(cards, lines, "{}: the cards give it away", scenario.id);
                assert!(cards.len() > 1, "{}: nothing to choose from", scenario.id);
                wrong.push(Guess::Order(cards.clone()));
                wrong.push(Guess::Order(lines[1..].to_vec()));
                let unsaid = cards.iter().filter(|card| !lines.contains(card));
                wrong.extend(unsaid.map(|card| Guess::Order([&lines[..], &[*card]].concat())));
                if lines.len() > 1 {
                    wrong.push(Guess::Order(lines.iter().rev().copied().collect()));
                }
            }
            (Guess::Order(_), _) => panic!("{}: lines as an answer to numbers", scenario.id),
        }
        for guess in wrong {
            let told = verdict(&question, &playground, &guess);
            assert!(!told.right, "{}: {guess:?}", scenario.id);
            assert_eq!(told.truth, truth, "{}", scenario.id);
        }
    }
}

#[test]
fn the_constants_that_the_reader_has_turned_decide() {
    let mut playground = open("#/join?variant=joined&k.POSTS_MS=450");
    let told = answered(&mut playground, Guess::Number(300));
    assert!(!told.right);
    assert_eq!(told.truth, Guess::Number(450));
    assert!(answered(&mut playground, Guess::Number(450)).right);
    // Turned after the answer, the answer is another.
    playground.apply(Action::ResetKnobs);
    let snapshot = playground.snapshot();
    let (question, _) =
        Question::of(snapshot.exhibit.scenario().expect("a scenario")).expect("a question");
    assert!(!verdict(&question, &playground, &Guess::Number(450)).right);
}

#[test]
fn the_event_that_decides_is_the_one_where_both_part() {
    let (question, playground) = asked(find("spawn").expect("spawn"));
    let snapshot = playground.snapshot();
    let trace = snapshot.trace.borrow();
    let printed = |position: usize| match trace.events()[position - 1].kind {
        EventKind::Print { text, .. } => trace.whole_label(text).trim().to_owned(),
        kind => panic!("{kind:?} is no print"),
    };
    let Guess::Order(mut lines) = verdict(&question, &playground, &Guess::Number(0)).truth else {
        panic!("no lines");
    };
    let whole = verdict(&question, &playground, &Guess::Order(lines.clone()));
    assert_eq!(printed(whole.decided), "Got data 5");
    lines.swap(1, 3);
    let parted = verdict(&question, &playground, &Guess::Order(lines));
    assert_eq!(printed(parted.decided), "Fetch 1 begins");

    let (question, playground) = asked(find("join").expect("join"));
    let told = verdict(&question, &playground, &Guess::Number(500));
    let snapshot = playground.snapshot();
    let event = snapshot.trace.borrow().events()[told.decided - 1];
    assert!(matches!(event.kind, EventKind::TimerFire { .. }), "{event:?}");
    assert_eq!(event.at, 300_000);
}

#[test]
fn what_is_to_be_predicted_stays_hidden() {
    let mut playground = open("#/join?variant=joined&compare=sequential&predict=1");
    assert_eq!(playground.route().to_string(), "#/join?variant=joined&predict=1");
    for action in [
        Action::RunLive,
        Action::Clock(Clock::Browser),
        Action::TogglePlay,
        Action::Step(Step::Edge, Direction::Forward),
        Action::Seek(usize::MAX),
        Action::SeekTime(300_000),
        Action::SeekPlace(300_000),
        Action::ToggleCompare,
    ] {
        assert_eq!(playground.apply(action.clone()), Effect::None);
        let snapshot = playground.snapshot();
        let shown = (snapshot.position(), snapshot.mode, snapshot.compared);
        assert_eq!(shown, (0, Mode::Paused, None), "{action:?}");
    }
    // Constants may be turned, and another variant chosen: it cannot answer.
    playground.apply(Action::Knob(0, 250));
    assert_eq!(playground.snapshot().prediction, Prediction::Hidden(None));
    assert_eq!(playground.snapshot().position(), 0);
    playground.apply(Action::select("join", "sequential"));
    playground.apply(Action::Predict(Predict::Answer(Guess::Number(550))));
    assert_eq!(playground.snapshot().prediction, Prediction::Hidden(None));
    playground.apply(Action::select("join", "joined"));
    playground.apply(Action::Predict(Predict::Answer(Guess::Number(300))));
    let snapshot = playground.snapshot();
    assert_eq!((&*snapshot.variant().id, snapshot.position()), ("joined", 0));
    assert!(matches!(snapshot.prediction, Prediction::Answered(_)));
    assert!(!playground.route().predict);
    playground.apply(Action::Step(Step::Event, Direction::Forward));
    assert_eq!(playground.snapshot().position(), 1);
}

#[test]
fn it_can_be_left_and_taken_up() {
    let mut playground = open("#/lazy?predict=1&autoplay=1");
    playground.apply(Action::Predict(Predict::Skip));
    assert_eq!(playground.snapshot().prediction, Prediction::Open);
    playground.apply(Action::Seek(5));
    playground.apply(Action::Predict(Predict::Hide));
    assert_eq!(playground.snapshot().position(), 0);
    assert_eq!(playground.route().to_string(), "#/lazy?predict=1");
    playground.apply(Action::select("spawn", ""));
    assert_eq!(playground.snapshot().prediction, Prediction::Open);
}

#[test]
fn the_program_that_the_question_is_about_is_the_one_shown() {
    for scenario in scenarios() {
        let (_, asked) = Question::of(scenario).expect("a question");
        for from in 0..scenario.variants.len() {
            let mut playground = Playground::new(&Route::of(scenario, from));
            let effect = playground.apply(Action::Predict(Predict::Hide));
            assert_eq!(effect == Effect::Visited, from != asked, "{}", scenario.id);
            let snapshot = playground.snapshot();
            assert_eq!(snapshot.prediction, Prediction::Hidden(None), "{}", scenario.id);
            assert_eq!((snapshot.variant, snapshot.position()), (asked, 0), "{}", scenario.id);
            let program = scenario.variants[asked].program;
            assert_eq!(snapshot.trace.borrow().run.program, program.id);
            assert_eq!(snapshot.knobs.len(), program.listing().knobs.len());
            // An address that names no program shows that one, too.
            let (again, notices) = Route::parse(&playground.route().to_string());
            assert_eq!((again.variant, notices), (asked, Vec::new()), "{}", scenario.id);
        }
        let (short, notices) = Route::parse(&format!("#/{}?predict=1", scenario.id));
        assert_eq!((short.variant, notices), (asked, Vec::new()), "{}", scenario.id);
    }
    let (route, notices) = Route::parse("#/select?variant=race&predict=1");
    assert_eq!(route.variant().id, "kept");
    assert_eq!(notices, ["predict=1: the question is about “kept”, which is shown here."]);
}

#[test]
fn after_the_first_wrong_answer_there_is_a_second_try() {
    let answer = |playground: &mut Playground, ms| {
        playground.apply(Action::Predict(Predict::Answer(Guess::Number(ms))));
        playground.snapshot().prediction
    };
    let number = |ms| Rc::new(Guess::Number(ms));
    let mut playground = open("#/join?predict=1");
    assert_eq!(answer(&mut playground, 500), Prediction::Hidden(Some(number(500))));
    assert_eq!(playground.snapshot().position(), 0);
    assert_eq!(answer(&mut playground, 300), Prediction::Answered(number(300)));

    // A second wrong answer shows the run, a first right one does so at once.
    playground.apply(Action::Predict(Predict::Hide));
    answer(&mut playground, 500);
    assert_eq!(answer(&mut playground, 200), Prediction::Answered(number(200)));
    playground.apply(Action::Predict(Predict::Hide));
    assert_eq!(answer(&mut playground, 300), Prediction::Answered(number(300)));

    // With other constants it is another question.
    playground.apply(Action::Predict(Predict::Hide));
    answer(&mut playground, 500);
    for action in [Action::Knob(1, 450), Action::Undo] {
        playground.apply(action);
        assert_eq!(playground.snapshot().prediction, Prediction::Hidden(None));
        assert_eq!(answer(&mut playground, 500), Prediction::Hidden(Some(number(500))));
    }
    // A run that is shown has been seen.
    playground.apply(Action::Predict(Predict::Skip));
    assert_eq!(answer(&mut playground, 300), Prediction::Open);
}

#[test]
fn a_hint_does_not_give_the_answer_away() {
    for scenario in scenarios() {
        let (question, playground) = asked(scenario);
        let hint = scenario.hint;
        assert!(hint.ends_with(['.', '?']) && hint.len() < 160, "{}: {hint}", scenario.id);
        let mut words = hint.split(|c: char| !c.is_alphanumeric());
        match verdict(&question, &playground, &Guess::Number(u64::MAX)).truth {
            Guess::Number(number) => {
                assert!(words.all(|word| word != number.to_string()), "{}: {hint}", scenario.id);
            }
            Guess::Order(lines) => {
                assert!(lines.iter().all(|line| !hint.contains(line)), "{}: {hint}", scenario.id);
            }
        }
        // Nor does the question.
        let asked = scenario.question;
        let quoted = scenario.answer.split('"').skip(1).step_by(2);
        let told = quoted.filter(|line| asked.contains(line)).count();
        assert!(told <= 1, "{}: {asked}", scenario.id);
    }
}
