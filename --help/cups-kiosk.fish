# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_cups_kiosk_global_optspecs
    string join \n data= h/help V/version
end

function __fish_cups_kiosk_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_cups_kiosk_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_cups_kiosk_using_subcommand
    set -l cmd (__fish_cups_kiosk_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -s V -l version -d 'Print version'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "plan" -d 'Computes the plan of an event'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "sheet" -d 'Makes a sheet of paper: a PDF by the program cups-paper, or the sheet as JSON for it'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "printer" -d 'The printers of this computer and how they are'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "search" -d 'Searches events and services'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "enrol" -d 'Enrols this terminal at a hub with a one-time code'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "sync" -d 'Talks to the hub'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "outbox" -d 'What was recorded and where it is'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "copy" -d 'Takes a copy of what is precious before an update, and brings it back'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "gallery" -d 'Shows every component of the interface, for those who build pages'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "doctor" -d 'Checks this terminal and changes nothing: settings, disk, clock, catalogue, records, printer, enrolment, hub'
complete -c cups-kiosk -n "__fish_cups_kiosk_needs_command" -f -a "setup" -d 'Sets this terminal up without hands: settings, and enrolment at a hub. Nothing is changed when anything is wrong'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand plan" -l event -d 'What it is about: an event such as C1, two events such as C1+C16, or the code of a service' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand plan" -l answers -d 'A file of answers, or - for standard input: {"questionId": value or null}, {"paper:ID": false} for a paper that is lacking, and {"home": "served", "district" or "elsewhere"} for where the person lives' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand plan" -l on -d 'The day of the plan, YYYY-MM-DD; today unless given' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand plan" -l centre -d 'A file with the centre\'s profile, or the id of a centre in the catalogue' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand plan" -l lang -l language -d 'The language: ro, ru or en' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand plan" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand plan" -l json -d 'As JSON'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand plan" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l event -d 'What it is about: an event such as C1, two events such as C1+C16, or the code of a service' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l answers -d 'A file of answers, or - for standard input: {"questionId": value or null}, {"paper:ID": false} for a paper that is lacking, and {"home": "served", "district" or "elsewhere"} for where the person lives' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l on -d 'The day of the plan, YYYY-MM-DD; today unless given' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l centre -d 'A file with the centre\'s profile, or the id of a centre in the catalogue' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l lang -l language -d 'The language: ro, ru or en' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l step -d 'The id of the step, as cups-kiosk plan --json names it' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l fields -d 'A JSON object with what is written into the fields of a draft, by their ids; what is not in it is left to be written by hand' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l place -d 'The village to which the team goes' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l month -d 'The month of what was done, YYYY-MM; the present one unless given' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l csv -d 'The month as a table in this file, parted by semicolons, or - for standard output' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l term -d 'The term that is paid for: a number and a unit, as `10 work_day`' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l order-key -d 'The key of the order at MPay' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l cash-code -d 'The code for paying in cash' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l until -d 'The last day of the consent, YYYY-MM-DD; 30 days unless given' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l format -d 'The paper: a4, a5-booklet, or strip, which is 80 mm wide' -r -f -a "a4\t''
a5-booklet\t''
strip\t''"
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l out -d 'The PDF, or - for standard output' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l print -d 'Prints it: on this printer, or on the one of the configuration or of the print system' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l copies -d 'How often it is printed' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -l json -d 'The sheet as JSON for cups-paper, on standard output'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sheet" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand printer" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand printer" -l json -d 'As JSON'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand printer" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand search" -l lang -d 'The language of the titles: ro, ru or en' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand search" -l limit -d 'How many hits at most' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand search" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand search" -l json -d 'As JSON'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand search" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand enrol" -l hub -d 'The hub\'s address: https://, or http:// on this computer' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand enrol" -l code -d 'The one-time code' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand enrol" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand enrol" -l plain-http -d 'Accepts an http:// address of another computer too. Everybody on the way can then read who was helped with what and when, and take the hub\'s place as the terminal enrols; sealed parts stay sealed'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand enrol" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sync" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sync" -l once -d 'Sends everything that waits and fetches the catalogue, then ends'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand sync" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand outbox; and not __fish_seen_subcommand_from status" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand outbox; and not __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand outbox; and not __fish_seen_subcommand_from status" -f -a "status" -d 'Counts what waits, was received, was set aside'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand outbox; and __fish_seen_subcommand_from status" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand outbox; and __fish_seen_subcommand_from status" -l json -d 'As JSON'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand outbox; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and not __fish_seen_subcommand_from take compare bring-back" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and not __fish_seen_subcommand_from take compare bring-back" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and not __fish_seen_subcommand_from take compare bring-back" -f -a "take" -d 'Takes one into a new folder: records, identity, trust, settings. Scanned pages stay where they are'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and not __fish_seen_subcommand_from take compare bring-back" -f -a "compare" -d 'Says what became of the records since: same-form, newer-form, or newer-form-and-recorded'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and not __fish_seen_subcommand_from take compare bring-back" -f -a "bring-back" -d 'Puts its records in the place of those that a newer program wrote, which stay beside them'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and __fish_seen_subcommand_from take" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and __fish_seen_subcommand_from take" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and __fish_seen_subcommand_from compare" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and __fish_seen_subcommand_from compare" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and __fish_seen_subcommand_from bring-back" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand copy; and __fish_seen_subcommand_from bring-back" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand gallery" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand gallery" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand doctor" -l lang -d 'In the words of people, in this language: ro, ru or en' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand doctor" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand doctor" -l json -d 'As JSON'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand doctor" -l line -d 'Only the line that is read out over the telephone; always exit code 0'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand setup" -l file -d 'A TOML file: settings as in kiosk.toml, and below [enrolment] hub and code. `-` is standard input' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand setup" -l code-picture -d 'A picture of the code on the hub\'s paper (cups-hub enrol --qr): PNG, JPEG or PNM' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand setup" -l code-line -d 'What the code says, as a reader of codes types it' -r
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand setup" -l data -d 'The data folder; by default the system\'s usual place' -r -F
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand setup" -l code-scanned -d 'The same paper lies in the scanner'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand setup" -l plain-http -d 'Accepts an http:// address of another computer too, as for `enrol`'
complete -c cups-kiosk -n "__fish_cups_kiosk_using_subcommand setup" -s h -l help -d 'Print help'
