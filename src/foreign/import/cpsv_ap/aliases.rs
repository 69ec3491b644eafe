//! Under which names classes and properties come: the current one of CPSV-AP 3.2.0 first, then those of older
//! versions, of national profiles, and of files as they really are.

use super::concept::{Class, Property};

/// Classes. A row's first name is the current one.
pub const CLASSES: &[(Class, &[&str])] = &[
    (
        Class::PublicService,
        &[
            "cpsv:PublicService",
            // Flanders.
            "lpdcExt:InstancePublicServiceSnapshot",
            "lpdcExt:ConceptualPublicServiceSnapshot",
        ],
    ),
    // Norway: services of providers that are no public bodies.
    (Class::OtherService, &["cpsvno:Service"]),
    (Class::LifeEvent, &["cv:LifeEvent", "cpsv:LifeEvent"]),
    (Class::BusinessEvent, &["cv:BusinessEvent", "cpsv:BusinessEvent"]),
    (Class::Event, &["cv:Event", "cpsv:Event"]),
    // The published context spells the term with a z and the address with an s; files have both as addresses.
    (Class::Organisation, &["cv:PublicOrganisation", "cv:PublicOrganization"]),
    (Class::Evidence, &["cv:Evidence"]),
    (Class::EvidenceType, &["cv:EvidenceType"]),
    // The Netherlands.
    (Class::RuleInput, &["cpsv:Input"]),
    (Class::RuleOutput, &["cpsv:Output"]),
    (Class::LegalResource, &["eli:LegalResource", "cpsv:FormalFramework", "cv:FormalFramework"]),
];

/// Properties. A row's first name is the current one. A name may stand in two rows where it depends on the subject
/// what it means.
pub const PROPERTIES: &[(Property, &[&str])] = &[
    (Property::Type, &["rdf:type"]),
    (Property::Identifier, &["dct:identifier"]),
    (Property::Title, &["dct:title"]),
    (Property::Name, &["skos:prefLabel", "foaf:name", "vcard:fn", "vcard:hasOrganizationName"]),
    (Property::Label, &["rdfs:label"]),
    (Property::Description, &["dct:description", "schema:description"]),
    (Property::CompetentAuthority, &["cv:hasCompetentAuthority"]),
    // Estonia and 2.0.
    (Property::ServiceProvider, &["cv:serviceProvider"]),
    (Property::OwnedBy, &["cv:ownedBy"]),
    // 2.2.1 with a capital in its shapes; the broker of CEFAT4Cities with another namespace.
    (Property::GroupedBy, &["cv:isGroupedBy", "cv:IsGroupedBy", "cpsv:isGroupedBy"]),
    // The inverse, at the event.
    (Property::EventService, &["cv:hasRelatedService", "dct:relation", "cpsvno:triggersNeedFor", "cpsvno:mayInitiate"]),
    (Property::Requires, &["dct:requires"]),
    (Property::RelatedService, &["cv:relatedService", "dct:relation"]),
    (Property::Input, &["cpsv:hasInput"]),
    (Property::InputType, &["cv:hasInputType"]),
    (Property::ConformsTo, &["dct:conformsTo"]),
    (Property::Produces, &["cpsv:produces"]),
    (Property::Channel, &["cv:hasChannel"]),
    (Property::Cost, &["cv:hasCost"]),
    // 2.x.
    (Property::Requirement, &["cv:holdsRequirement", "cv:hasCriterion"]),
    (Property::SupportingEvidence, &["cv:hasSupportingEvidence", "cccev:metByEvidence"]),
    (Property::Follows, &["cpsv:follows"]),
    (Property::Implements, &["cpsv:implements"]),
    // Estonia and 2.0.
    (Property::LegalResource, &["cv:hasLegalResource", "cv:hasFormalFramework", "cpsv:hasFormalFramework"]),
    // 2.x to 3.0; Norway.
    (
        Property::ContactPoint,
        &["cv:contactPoint", "cv:hasContactPoint", "dcat:contactPoint", "dcat:hasContactPoint", "schema:contactPoint"],
    ),
    // 3.0; 2.x; Norway and the broker of CEFAT4Cities.
    (Property::Telephone, &["cv:telephone", "cv:hasTelephone", "schema:telephone", "vcard:hasTelephone"]),
    (Property::Email, &["cv:email", "cv:hasEmail", "schema:email", "vcard:hasEmail"]),
    (Property::Fax, &["schema:faxNumber", "cv:faxNumber"]),
    (
        Property::Page,
        &[
            "foaf:page",
            "foaf:homepage",
            "cv:contactPage",
            "cv:hasContactPage",
            "dcat:landingPage",
            "schema:url",
            "vcard:hasURL",
        ],
    ),
    // Up to 3.1.1.
    (Property::PartOf, &["dct:isPartOf", "cv:isDescribedAt"]),
    (Property::OpeningHours, &["cv:openingHours", "schema:openingHours", "schema:hoursAvailable", "cv:hoursAvailable"]),
    (
        Property::SpecialOpeningHours,
        &["cv:specialOpeningHoursSpecification", "schema:specialOpeningHoursSpecification"],
    ),
    (Property::DayOfWeek, &["cv:dayOfWeek", "schema:dayOfWeek", "time:dayOfWeek"]),
    (Property::Opens, &["cv:opens", "schema:opens"]),
    (Property::Closes, &["cv:closes", "schema:closes"]),
    (Property::ProcessingTime, &["cv:processingTime", "cv:hasProcessingTime"]),
    (Property::Keyword, &["dcat:keyword", "schema:keywords"]),
    (Property::Category, &["dct:type"]),
    // 2.x to 3.0.
    (Property::Value, &["cv:hasValue", "cv:value"]),
    (Property::Currency, &["cv:currency"]),
    (Property::AccessedThrough, &["cv:ifAccessedThrough"]),
    (Property::Address, &["locn:address", "cv:hasAddress", "cv:address"]),
    (Property::FullAddress, &["locn:fullAddress"]),
    (Property::Modified, &["dct:modified"]),
    // The rest says nothing that our records can hold; doubts name it by its current name.
    (Property::Sector, &["cv:sector", "cv:Sector"]),
    (Property::ClassifiedBy, &["cv:isClassifiedBy", "cpsv:isClassifiedBy"]),
    // Up to 3.0.
    (Property::Participates, &["cv:participates", "cv:playsRole"]),
];
