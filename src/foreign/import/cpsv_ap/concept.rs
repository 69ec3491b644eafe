//! The classes and properties of CPSV-AP that the reader knows, whatever files call them.

/// A class of CPSV-AP 3.2.0, or one beside it that the reader treats apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A service of a public body.
    PublicService,
    /// A service of another provider.
    OtherService,
    /// An event in a person's life.
    LifeEvent,
    /// An event in the life of a business.
    BusinessEvent,
    /// An event of either kind.
    Event,
    /// A public body.
    Organisation,
    /// A paper.
    Evidence,
    /// A kind of papers.
    EvidenceType,
    /// A fact that a rule takes: no paper, although the name is close.
    RuleInput,
    /// A fact that a rule gives: not what a service gives.
    RuleOutput,
    /// A law or decision.
    LegalResource,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::PublicService,
        Self::OtherService,
        Self::LifeEvent,
        Self::BusinessEvent,
        Self::Event,
        Self::Organisation,
        Self::Evidence,
        Self::EvidenceType,
        Self::RuleInput,
        Self::RuleOutput,
        Self::LegalResource,
    ];
}

/// A property of CPSV-AP 3.2.0 under its current name, or one beside it that the reader understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Property {
    /// The class of a thing.
    Type,
    /// How its publisher identifies it.
    Identifier,
    /// The title of a service, event, paper, law.
    Title,
    /// The name of a body or concept.
    Name,
    /// Any name.
    Label,
    /// What it is, in words.
    Description,
    /// The body that answers for a service.
    CompetentAuthority,
    /// The body that gives a service.
    ServiceProvider,
    /// The body that a thing belongs to.
    OwnedBy,
    /// From a service to its events.
    GroupedBy,
    /// From an event to its services.
    EventService,
    /// The service that comes first.
    Requires,
    /// A service worth looking at.
    RelatedService,
    /// A paper that a service asks for.
    Input,
    /// A kind of papers that a service asks for.
    InputType,
    /// The kind of a paper.
    ConformsTo,
    /// What a service gives.
    Produces,
    /// A place where a service can be had.
    Channel,
    /// What a service costs.
    Cost,
    /// Who is entitled to a service.
    Requirement,
    /// The paper that proves a requirement.
    SupportingEvidence,
    /// The rule of a service.
    Follows,
    /// The law behind a rule.
    Implements,
    /// The law behind a service.
    LegalResource,
    /// Where to ask.
    ContactPoint,
    /// A telephone number.
    Telephone,
    /// A mail address.
    Email,
    /// A fax number.
    Fax,
    /// A web page.
    Page,
    /// The catalogue entry that describes a service.
    PartOf,
    /// When a channel or contact point is open.
    OpeningHours,
    /// When it is open otherwise than usually.
    SpecialOpeningHours,
    /// A day of opening hours.
    DayOfWeek,
    /// When it opens.
    Opens,
    /// When it closes.
    Closes,
    /// How long the provider takes.
    ProcessingTime,
    /// By which words people look for it.
    Keyword,
    /// The type of a channel, by a list of types.
    Category,
    /// The amount of a cost.
    Value,
    /// The currency of a cost.
    Currency,
    /// The channel in which a cost arises.
    AccessedThrough,
    /// The postal address of a body.
    Address,
    /// An address in one piece.
    FullAddress,
    /// When the description last changed.
    Modified,
    /// The branch of the economy.
    Sector,
    /// A concept of some classification.
    ClassifiedBy,
    /// The part that a body plays.
    Participates,
}
