//! What the browser may do: the managed policies of Chromium, for one session.

use crate::domain::site::Site;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What is switched off or asked for nowhere, each by its name in Chromium's list of policies.
const OFF: [&str; 49] = [
    // A page whose certificate is wrong is not shown at all: whoever stands between would have what is typed.
    "SSLErrorOverrideAllowed",
    // Nothing is kept or filled in by itself.
    "PasswordManagerEnabled",
    "PasswordLeakDetectionEnabled",
    "AutofillAddressEnabled",
    "AutofillCreditCardEnabled",
    "PaymentMethodQueryEnabled",
    "SearchSuggestEnabled",
    "DefaultSearchProviderEnabled",
    "EditBookmarksEnabled",
    "BookmarkBarEnabled",
    "ImportBookmarks",
    "ImportHistory",
    "ImportSavedPasswords",
    "ImportAutofillFormData",
    "ImportSearchEngine",
    // No other profile, account or guest.
    "BrowserGuestModeEnabled",
    "BrowserAddPersonEnabled",
    "BackgroundModeEnabled",
    // Nothing goes in or out but by the page: no file, no paper, no picture of the screen, no microphone, no camera.
    "AllowFileSelectionDialogs",
    "PrintingEnabled",
    "ScreenCaptureAllowed",
    "AudioCaptureAllowed",
    "VideoCaptureAllowed",
    "EnableMediaRouter",
    "RemoteAccessHostAllowRemoteAccessConnections",
    // Nothing is told to anybody but the page.
    "MetricsReportingEnabled",
    "UrlKeyedAnonymizedDataCollectionEnabled",
    "UserFeedbackAllowed",
    "ComponentUpdatesEnabled",
    "DomainReliabilityAllowed",
    "SpellCheckServiceEnabled",
    "TranslateEnabled",
    "AlternateErrorPagesEnabled",
    // Nothing else asks for attention.
    "DefaultBrowserSettingEnabled",
    "PromotionsEnabled",
    "ShowHomeButton",
    "ShowAppsShortcutInBookmarkBar",
    "AllowDinosaurEasterEgg",
    "TaskManagerEndProcessEnabled",
    "BuiltInAIAPIsEnabled",
    "QuicAllowed",
    // A page keeps to its place: what lies beside it stays in sight.
    "FullscreenAllowed",
    // No menu or bubble that leads to a page of somebody else, or off this computer.
    "DesktopSharingHubEnabled",
    "QRCodeGeneratorEnabled",
    "LensRegionSearchEnabled",
    "SigninInterceptionEnabled",
    "LiveCaptionEnabled",
    "ExternalProtocolDialogShowAlwaysOpenCheckbox",
    "AllowSystemNotifications",
];

/// What a page may never ask for: 2 is no.
const REFUSED: [&str; 14] = [
    "DefaultPopupsSetting",
    "DefaultNotificationsSetting",
    "DefaultGeolocationSetting",
    "DefaultClipboardSetting",
    "DefaultFileSystemReadGuardSetting",
    "DefaultFileSystemWriteGuardSetting",
    "DefaultSerialGuardSetting",
    "DefaultWebBluetoothGuardSetting",
    "DefaultWebHidGuardSetting",
    "DefaultWebUsbGuardSetting",
    "DefaultSensorsSetting",
    "DefaultLocalFontsSetting",
    "DefaultInsecureContentSetting",
    "DefaultWindowManagementSetting",
];

/// What is blocked besides all that is not allowed: addresses that show or run something without going anywhere.
const NO_PAGES: [&str; 14] = [
    "*",
    "file://*",
    "view-source:*",
    "javascript://*",
    "data:*",
    "filesystem:*",
    "chrome://*",
    "chrome-extension://*",
    "devtools://*",
    "mailto:*",
    "tel:*",
    "sms:*",
    "ssh:*",
    "ftp://*",
];

/// The policies under which pages of these sites are shown, and no others, as the text of a file.
#[must_use]
pub fn policy(sites: &BTreeSet<Site>) -> String {
    let mut all = Map::new();
    all.extend(OFF.map(|name| (name.to_owned(), Value::from(false))));
    all.extend(REFUSED.map(|name| (name.to_owned(), Value::from(2))));
    let more = [
        ("URLBlocklist", json!(NO_PAGES)),
        ("URLAllowlist", json!(sites.iter().map(pattern).collect::<Vec<_>>())),
        ("DownloadRestrictions", json!(3)),
        ("DeveloperToolsAvailability", json!(2)),
        ("IncognitoModeAvailability", json!(1)),
        // No extension is switched on but the one it is started with (a list of those that are blocked would block that one
        // too), and none can be had: their shop is no allowed site, and no file can be chosen.
        ("ExtensionInstallForcelist", json!([])),
        ("ExtensionInstallSources", json!([])),
        ("BrowserSignin", json!(0)),
        ("SyncDisabled", json!(true)),
        ("SavingBrowserHistoryDisabled", json!(true)),
        ("NetworkPredictionOptions", json!(2)),
        ("DnsOverHttpsMode", json!("off")),
        ("HideWebStoreIcon", json!(true)),
        ("NewTabPageLocation", json!("about:blank")),
        ("RestoreOnStartup", json!(5)),
    ];
    all.extend(more.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(all).to_string()
}

/// A site as the lists name it: the point before a name keeps out the names below it; a number has none below it. Without a
/// port the lists mean every port.
fn pattern(site: &Site) -> String {
    let scheme = if site.is_here() { "http" } else { "https" };
    let point = if site.is_number() || site.name() == "localhost" { "" } else { "." };
    let text = site.to_string();
    let port = if site.is_here() || text.contains(':') { "" } else { ":443" };
    format!("{scheme}://{point}{text}{port}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sites: &[&str]) -> Value {
        let sites = sites.iter().map(|site| Site::parse(site).unwrap()).collect();
        serde_json::from_str(&policy(&sites)).unwrap()
    }

    #[test]
    fn all_pages_are_blocked_but_those_of_the_sites() {
        let policy = read(&["servicii.gov.md", "mpay.gov.md:8443", "127.0.0.1:8080"]);
        assert_eq!(policy["URLBlocklist"][0], "*");
        let allowed = json!(["http://127.0.0.1:8080", "https://.mpay.gov.md:8443", "https://.servicii.gov.md:443"]);
        assert_eq!(policy["URLAllowlist"], allowed);
        assert_eq!(read(&[])["URLAllowlist"], json!([]));
        for kind in ["file://*", "view-source:*", "javascript://*", "chrome://*", "devtools://*", "data:*"] {
            assert!(policy["URLBlocklist"].as_array().unwrap().contains(&json!(kind)), "{kind}");
        }
    }

    #[test]
    fn nothing_is_kept_downloaded_printed_or_looked_into() {
        let policy = read(&["servicii.gov.md"]);
        for (name, value) in [
            ("DownloadRestrictions", json!(3)),
            ("SSLErrorOverrideAllowed", json!(false)),
            ("PasswordManagerEnabled", json!(false)),
            ("AutofillAddressEnabled", json!(false)),
            ("AutofillCreditCardEnabled", json!(false)),
            ("ExtensionInstallForcelist", json!([])),
            ("FullscreenAllowed", json!(false)),
            ("DeveloperToolsAvailability", json!(2)),
            ("IncognitoModeAvailability", json!(1)),
            ("BrowserGuestModeEnabled", json!(false)),
            ("PrintingEnabled", json!(false)),
            ("AllowFileSelectionDialogs", json!(false)),
            ("DefaultClipboardSetting", json!(2)),
            ("SyncDisabled", json!(true)),
        ] {
            assert_eq!(policy[name], value, "{name}");
        }
        // No name is written twice with two meanings.
        let names: BTreeSet<&str> = OFF.into_iter().chain(REFUSED).collect();
        assert_eq!(names.len(), OFF.len() + REFUSED.len());
    }
}
