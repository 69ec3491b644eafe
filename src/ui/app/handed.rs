//! A plan goes from a public computer to the desk: there a code is made for it, here it is opened by the code.

use super::{App, Banner};
use crate::domain::handed_plan::{HandedPlan, LIFE};
use crate::domain::text::Language;
use crate::sync::handed_plan::NotHanded;
use crate::ui::effect::Effect;
use crate::ui::page::specialist::Screen as DeskScreen;
use crate::ui::page::visitor::Visit;
use crate::ui::page::visitor::answers::AnswersPage;
use crate::ui::page::visitor::call::Handing;
use crate::ui::page::visitor::plan::PlanPage;
use crate::ui::page::visitor::start::StartPage;
use uuid::Uuid;

/// A plan that is handed over.
pub struct Handed {
    id: Uuid,
    /// What was handed over: of other answers another code is made.
    visit: Visit,
    pub(super) standing: Handing,
}

impl App {
    /// Makes sure that the plan has a code, where the room has a relay. The page does not wait for it.
    pub(super) fn hand_plan_over(&mut self) -> Vec<Effect> {
        if self.staff.is_present() || !self.frame.sync.relayed {
            return Vec::new();
        }
        let is_same = |handed: &Handed| handed.visit == self.visitor.visit;
        let lasts = |handed: &Handed| matches!(handed.standing, Handing::Coming | Handing::Code(..));
        if self.visitor.handed.as_ref().is_some_and(|handed| is_same(handed) && lasts(handed)) {
            return Vec::new();
        }
        self.new_plan_code()
    }

    /// Has a code made for the plan.
    pub(super) fn new_plan_code(&mut self) -> Vec<Effect> {
        let Some(event) = self.visitor.visit.event.clone() else { return Vec::new() };
        let (id, visit) = ((self.terminal.environment.new_id)(), self.visitor.visit.clone());
        let plan = HandedPlan {
            event,
            answers: visit.answers.clone(),
            day: self.today(),
            language: Some(self.frame.texts.language()),
            catalogue: self.terminal.hand.overview().number,
        };
        self.visitor.handed = Some(Handed { id, visit, standing: Handing::Coming });
        vec![Effect::LeavePlan { id, plan: Box::new(plan) }]
    }

    /// A plan was left at the relay, or not.
    pub(super) fn plan_left(&mut self, id: Uuid, result: Result<String, NotHanded>) -> Vec<Effect> {
        // Of a visit that has ended nobody shows a code.
        let Some(handed) = self.visitor.handed.as_mut().filter(|handed| handed.id == id) else { return Vec::new() };
        handed.standing = match result {
            Ok(code) => Handing::Code(code, LIFE.as_secs()),
            Err(error) => {
                tracing::warn!(%error, "a plan has no code");
                Handing::None
            }
        };
        Vec::new()
    }

    /// So many seconds of a code's time have passed.
    pub(super) fn plan_code_second(&mut self, passed: u64) {
        if let Some(Handed { standing, .. }) = &mut self.visitor.handed
            && let Handing::Code(_, left) = standing
        {
            *left = left.saturating_sub(passed);
            if *left == 0 {
                *standing = Handing::Over;
            }
        }
    }

    /// A plan came by its code, or not. It is opened as if it had been made here.
    pub(super) fn plan_taken(&mut self, result: Result<Box<HandedPlan>, NotHanded>) -> Vec<Effect> {
        self.frame.face.busy = false;
        let is_known = |app: &mut Self, event: &str| {
            app.terminal.know(event);
            app.context().event(event).is_some()
        };
        let known = match result {
            Ok(plan) if is_known(self, &plan.event) => Ok(*plan),
            Ok(_) => Err(None),
            Err(error) => Err(Some(error)),
        };
        let Some(desk) = self.staff.desk_mut().filter(|desk| !desk.guides) else { return Vec::new() };
        let DeskScreen::Handed(page) = desk.stack.top_mut() else { return Vec::new() };
        let plan = match known {
            Ok(plan) => plan,
            Err(None) => {
                page.fail_event();
                return vec![Effect::ScrollTo(0.0)];
            }
            Err(Some(error)) => {
                page.fail(&error);
                return self.write_in("plan-code", true);
            }
        };
        let anew = plan.catalogue != self.terminal.hand.overview().number || plan.day != self.today();
        self.visitor.visit = Visit { event: Some(plan.event), answers: plan.answers };
        self.visitor.handed = None;
        if let Some(language) = plan.language.filter(|known| Language::INTERFACE.contains(known)) {
            self.frame.speak(language);
        }
        let mut effects: Vec<Effect> = self.forget_prints().into_iter().collect();
        effects.extend(self.begin_visit(StartPage::default()));
        self.visitor.stack.push(AnswersPage.into());
        effects.extend(self.push_visitor(PlanPage::default()));
        let message = if anew { "handed-anew" } else { "handed-opened" };
        self.frame.face.banner = Some(Banner { good: true, message, number: None });
        effects
    }
}
