//! The records of a release and their parts, as format 1 writes them.

use super::condition::Condition;
use super::form::{FieldKind, FieldOrigin};
use super::mirror::{records, words};
use super::text::{Aliases, Text};
use crate::domain::fixed_day::FixedDay;
use crate::domain::identifier::ServiceCode;
use crate::domain::money::Amount;
use crate::domain::{
    belief, calendar, centre, deadline, form, life_event, money, notice, question, service, site, template, term,
    treaty,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

words! {
    /// How well facts were confirmed.
    Confidence: service::Confidence { Verified = "verified", Partial = "partial", Assumed = "assumed" }
    /// Who supplies a paper.
    Need: service::Need { Bring = "bring", StateReads = "state_reads", MadeHere = "made_here" }
    /// In what a length of time is counted.
    Unit: term::Unit {
        WorkDay = "work_day",
        CalendarDay = "calendar_day",
        Hour = "hour",
        Month = "month",
        Year = "year",
        SameDay = "same_day",
        AgreedDate = "agreed_date",
    }
    /// How one service stands to another.
    Relation: service::Relation {
        Requires = "requires",
        Triggers = "triggers",
        Enables = "enables",
        Concurrent = "concurrent",
        Alternative = "alternative",
        Recommended = "recommended",
    }
    /// The kind of place where a service can be had.
    ChannelKind: service::ChannelKind {
        Here = "here",
        Online = "online",
        Office = "office",
        Consulate = "consulate",
        Phone = "phone",
        Automatic = "automatic",
    }
    /// What can be done at a place.
    Finish: service::Finish {
        None = "none",
        RegisterOnly = "register_only",
        HandOverOnly = "hand_over_only",
        Whole = "whole",
    }
    /// What an amount is counted in.
    Currency: money::Currency { Mdl = "MDL", Eur = "EUR", Usd = "USD" }
    /// How a deadline binds.
    DeadlineKind: deadline::DeadlineKind { Within = "within", NotBefore = "not_before", Expected = "expected" }
    /// What would make a figure or a rule wrong.
    Cause: belief::Cause {
        Indexation = "indexation",
        Government = "government",
        Parliament = "parliament",
        Council = "council",
        Season = "season",
        Programme = "programme",
    }
    /// What of a record is believed.
    Matter: belief::Matter {
        Fee = "fee",
        Benefit = "benefit",
        Deadline = "deadline",
        Entitlement = "entitlement",
    }
    /// What a treaty covers.
    Cover: treaty::Cover {
        OldAge = "old_age",
        Disability = "disability",
        Survivor = "survivor",
        WorkInjury = "work_injury",
        DeathGrant = "death_grant",
        Sickness = "sickness",
        Family = "family",
        Unemployment = "unemployment",
        PublicPaper = "public_paper",
    }
    /// How two countries share.
    Way: treaty::Way {
        AddsYears = "adds_years",
        Residence = "residence",
        NoFormality = "no_formality",
        Apostille = "apostille",
        Legalisation = "legalisation",
    }
    /// How far a treaty has come.
    Stage: treaty::Stage { InForce = "in_force", Signed = "signed", Prepared = "prepared" }
    /// From which day counting starts.
    Counting: deadline::Counting { NextDay = "next_day", Inclusive = "inclusive", Back = "back" }
    /// What can still be done after a deadline.
    Late: deadline::Late { AtOnce = "at_once", Less = "less", Closed = "closed", Ask = "ask" }
    /// Whose event it is.
    EventKind: life_event::EventKind { Life = "life", Business = "business" }
    /// How a step stands to the one before it.
    Join: life_event::Join { And = "and", Or = "or", Optional = "optional" }
    /// How a question is answered.
    QuestionKind: question::QuestionKind { YesNo = "yes_no", Choice = "choice", Date = "date", Number = "number" }
    /// What a notice announces.
    NoticeKind: notice::NoticeKind {
        Suspended = "suspended",
        Renamed = "renamed",
        FeeChange = "fee_change",
        Information = "information",
    }
    /// The kind of a centre.
    CentreKind: centre::CentreKind {
        TownHall = "town_hall",
        Library = "library",
        Consulate = "consulate",
        MobileTeam = "mobile_team",
    }
}

/// What goes without saying is part of the format: it is never changed.
macro_rules! without_saying {
    ($($name:ident::$value:ident),+) => {$(
        impl Default for $name {
            fn default() -> Self {
                Self::$value
            }
        }
    )+};
}

without_saying!(Currency::Mdl, Counting::NextDay, Join::And, Stage::InForce);

records! {
    /// A page on which a fact was read.
    Source: service::Source {
        url: String,
        ;
        page_date: Option<String>,
    }
    /// A body that provides services.
    Provider: service::Provider {
        id: String,
        name: Text,
        ;
        office: Option<Text>,
        phones: Vec<String>,
        site: Option<String>,
        territorial: bool,
    }
    /// A site of the State as visitors find it.
    Portal: site::Portal {
        address: String,
        title: Text,
        about: Text,
        ;
    }
    /// A law or decision.
    Law: service::Law {
        id: String,
        name: Text,
        ;
        believed: Vec<Belief>,
        part_of: Option<String>,
        article: Option<String>,
        sources: Vec<Source>,
        treaties: Vec<Treaty>,
    }
    /// A treaty with one country.
    Treaty: treaty::Treaty {
        country: Text,
        way: Way,
        covers: Vec<Cover>,
        ;
        stage: Stage,
        from: Option<Date>,
        to: Option<Date>,
        note: Option<Text>,
        sources: Vec<Source>,
    }
    /// Which treaties are meant.
    Treaties: treaty::Treaties {
        law: String,
        ;
        covers: Option<Cover>,
        way: Option<Way>,
    }
    /// A template of sheets.
    Template: template::Template {
        version: u16,
        text: String,
        ;
    }
    /// Until when something is believed.
    Belief: belief::Belief {
        until: FixedDay,
        cause: Cause,
        ;
        of: Option<Matter>,
    }
    /// A document.
    Paper: service::Paper {
        id: String,
        name: Text,
        ;
        hint: Option<Text>,
        output_of: Option<ServiceCode>,
        replaced_by: Option<ServiceCode>,
    }
    /// A paper that a service asks for.
    PaperNeed: service::PaperNeed {
        paper: String,
        need: Need,
        ;
        when: Option<Condition>,
        note: Option<Text>,
        apostille_and_translation: bool,
        valid: Option<Term>,
        group: Option<String>,
    }
    /// A length of time.
    Term: term::Term {
        value: i64,
        unit: Unit,
        ;
    }
    /// An answer to choose in an application.
    FieldOption: form::FieldOption {
        id: String,
        text: Text,
        ;
    }
    /// A field of an application.
    FormField: form::FormField {
        id: String,
        kind: FieldKind,
        label: Text,
        ;
        hint: Option<Text>,
        options: Vec<FieldOption>,
        required: bool,
        when: Option<Condition>,
        from: FieldOrigin,
        sources: Vec<Source>,
    }
    /// One cell of the fee matrix.
    FeeOption: service::FeeOption {
        ;
        term: Option<Term>,
        amount: Option<Amount>,
        amount_to: Option<Amount>,
        percent: Option<Amount>,
        percent_of: Option<Text>,
        per: Option<Text>,
        currency: Currency,
        offices: Option<Text>,
        case: Option<Text>,
        when: Option<Condition>,
        channel: Option<ChannelKind>,
        from: Option<Date>,
        to: Option<Date>,
        on_top: bool,
        ; needs "fee-on-top" if on_top
    }
    /// People who pay less.
    Exemption: service::Exemption {
        who: Text,
        proof: Text,
        law: String,
        ;
        amount: Option<Amount>,
        percent: Option<u8>,
        terms: Vec<Term>,
        when: Option<Condition>,
        from: Option<Date>,
        to: Option<Date>,
        stock: Option<Text>,
    }
    /// A tax of the State on top of the fee.
    StateDuty: service::StateDuty {
        law: String,
        ;
        amount: Option<Amount>,
        percent: Option<Amount>,
        percent_of: Option<Text>,
        case: Option<Text>,
        when: Option<Condition>,
    }
    /// An amount that holds from a date on.
    DatedAmount: service::DatedAmount {
        from: Date,
        amount: Amount,
        ;
        to: Option<Date>,
        amount_to: Option<Amount>,
        case: Option<Text>,
        when: Option<Condition>,
    }
    /// Money paid out.
    Benefit: service::Benefit {
        payer: String,
        text: Text,
        ;
        amounts: Vec<DatedAmount>,
        anchor: Option<String>,
        retroactive: Option<Term>,
    }
    /// Who is entitled, in part.
    Criterion: service::Criterion {
        text: Text,
        ;
        when: Option<Condition>,
        route: Option<String>,
        law: Option<String>,
    }
    /// A link to another service or event.
    Related: service::Related {
        relation: Relation,
        ;
        service: Option<ServiceCode>,
        event: Option<String>,
        text: Option<Text>,
    }
    /// A service that is not given together with another.
    NotWith: service::NotWith {
        service: ServiceCode,
        ;
        text: Option<Text>,
    }
    /// What may help instead.
    Instead: service::Instead {
        text: Text,
        ;
        service: Option<ServiceCode>,
        event: Option<String>,
        when: Option<Condition>,
    }
    /// A place where a service can be had.
    Channel: service::Channel {
        kind: ChannelKind,
        finish: Finish,
        ;
        place: Option<Text>,
        provider: Option<String>,
        note: Option<Text>,
        url: Option<String>,
        when: Option<Condition>,
    }
    /// By when something must be done.
    Deadline: deadline::Deadline {
        kind: DeadlineKind,
        ;
        anchor: Option<String>,
        term: Option<Term>,
        fixed: Option<FixedDay>,
        opens: Option<FixedDay>,
        counting: Counting,
        label: Option<Text>,
        consequence: Option<Text>,
        late: Option<Late>,
        season: Option<String>,
        when: Option<Condition>,
        law: Option<String>,
    }
    /// A public service.
    Service: service::Service {
        code: ServiceCode,
        title: Text,
        provider: String,
        summary: Text,
        confidence: Confidence,
        ;
        output: Option<Text>,
        valid_for: Option<Text>,
        aliases: Aliases,
        eligibility: Vec<Criterion>,
        instead: Vec<Instead>,
        questions: Vec<Question>,
        derived: Vec<DerivedFact>,
        related: Vec<Related>,
        not_with: Vec<NotWith>,
        treaties: Option<Treaties>,
        each_matter: bool,
        penalties: Vec<Text>,
        consular_twin: Option<ServiceCode>,
        papers: Vec<PaperNeed>,
        fees: Vec<FeeOption>,
        exemptions: Vec<Exemption>,
        state_duties: Vec<StateDuty>,
        benefit: Option<Benefit>,
        processing: Option<Term>,
        channels: Vec<Channel>,
        deadlines: Vec<Deadline>,
        law: Vec<String>,
        ask: Vec<Text>,
        unconfirmed: Vec<Text>,
        figures_as_of: Option<String>,
        believed: Vec<Belief>,
        sources: Vec<Source>,
        fields: Vec<FormField>,
    }
    /// An answer to choose.
    QuestionOption: question::QuestionOption {
        id: String,
        text: Text,
        ;
        treaties: Option<Treaties>,
    }
    /// A question.
    Question: question::Question {
        id: String,
        kind: QuestionKind,
        text: Text,
        label: Text,
        ;
        hint: Option<Text>,
        options: Vec<QuestionOption>,
        when: Option<Condition>,
        days_back: Option<i64>,
        days_ahead: Option<i64>,
        least: Option<i64>,
        greatest: Option<i64>,
    }
    /// A row of a table of ages.
    AgeRow: question::AgeRow {
        from: Date,
        months: i64,
        ;
        when: Option<Condition>,
    }
    /// The day on which a person reaches an age.
    AgeReached: question::AgeReached {
        born: String,
        rows: Vec<AgeRow>,
        ;
    }
    /// A fact computed from others.
    DerivedFact: question::DerivedFact {
        id: String,
        label: Text,
        ;
        days_since: Option<String>,
        months_since: Option<String>,
        years_since: Option<String>,
        until: Option<String>,
        age_reached: Option<AgeReached>,
    }
    /// One thing to do within an event.
    Step: life_event::Step {
        id: String,
        title: Text,
        what: Text,
        ;
        why: Option<Text>,
        service: Option<ServiceCode>,
        join: Join,
        after: Vec<String>,
        when: Option<Condition>,
        automatic_when: Option<Condition>,
        automatic: bool,
        deadlines: Vec<Deadline>,
        instead: Vec<Instead>,
    }
    /// Somebody or something that an event is about.
    Subject: life_event::Subject {
        id: String,
        same: Text,
        label: Text,
        hint: Text,
        ;
        facts: BTreeMap<String, String>,
        steps: Vec<String>,
    }
    /// A notice on services.
    Notice: notice::Notice {
        id: String,
        kind: NoticeKind,
        services: Vec<ServiceCode>,
        text: Text,
        from: Date,
        ;
        channels: Vec<ChannelKind>,
        centres: Vec<String>,
        to: Option<Date>,
        aliases: Aliases,
        ; needs "notice-centres" if centres
    }
    /// A working day that was moved.
    Swap: calendar::Swap {
        free: Date,
        worked: Date,
        ;
    }
    /// The days on which offices are closed.
    Calendar: calendar::Calendar {
        fixed: Vec<calendar::MonthDay>,
        from_orthodox_easter: Vec<i64>,
        ;
        swaps: Vec<Swap>,
        patron_day: Option<calendar::MonthDay>,
    }
    /// The profile of a centre.
    Centre: centre::Centre {
        id: String,
        kind: CentreKind,
        name: Text,
        locality: String,
        district: Text,
        time_zone: String,
        ;
        patron_day: Option<calendar::MonthDay>,
        currency: Currency,
        phone: Option<String>,
        finishes: BTreeMap<ServiceCode, Finish>,
        serves: Vec<String>,
        names: BTreeMap<String, Text>,
        way: Option<Text>,
        hours: Option<Text>,
        ramp: Option<bool>,
        payment: Option<Text>,
        offices: Vec<Office>,
        office_way: Option<OfficeWay>,
        fees: BTreeMap<ServiceCode, Vec<FeeOption>>,
        countries: Vec<HostCountry>,
        kit: Vec<KitItem>,
        unconfirmed: Vec<Text>,
        figures_as_of: Option<String>,
        sources: Vec<Source>,
    }
    /// A country in which a mission serves people.
    HostCountry: centre::HostCountry {
        name: Text,
        ;
        closed: Vec<calendar::MonthDay>,
        from_western_easter: Vec<i64>,
        from_orthodox_easter: Vec<i64>,
        sources: Vec<Source>,
    }
    /// Something that a team takes along.
    KitItem: centre::KitItem {
        name: Text,
        ;
        note: Option<Text>,
    }
    /// An office of a provider.
    Office: centre::Office {
        provider: String,
        place: Text,
        ;
        hours: Option<Text>,
        phones: Vec<String>,
    }
    /// The way to the offices.
    OfficeWay: centre::OfficeWay {
        to: Text,
        confidence: Confidence,
        ;
        kilometres: Option<u16>,
        minutes: Option<u16>,
        fare: Option<Amount>,
        sources: Vec<Source>,
    }
}
