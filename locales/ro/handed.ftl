## Planul vizitatorului ajunge la masa specialistului printr-un cod

plan-code-heading = Codul dumneavoastră pentru specialist
plan-code-coming = Codul pentru specialist se pregătește. Puteți merge deja la masa specialistului.
plan-code-say = Spuneți specialistului acest cod. Cu el, specialistul vă deschide planul la masa sa: nu trebuie să răspundeți încă o dată. Numele dumneavoastră nu este în plan.
plan-code-left = { $count ->
    [one] Codul mai este bun { $number } minut, o singură dată.
    [few] Codul mai este bun { $number } minute, o singură dată.
   *[other] Codul mai este bun { $number } de minute, o singură dată.
}
plan-code-over = Timpul codului a trecut
plan-code-new = Cereți un cod nou
plan-code-none = Acum nu se poate face un cod
plan-code-instead = Rămâneți aici și ridicați mâna sau spuneți specialistului ce ați răspuns: la masa sa puteți răspunde încă o dată la aceleași întrebări.
plan-code-instead-print = Tipăriți planul și duceți-l specialistului. Sau răspundeți încă o dată la aceleași întrebări la masa sa.

desk-handed = Deschide un plan după cod
handed-heading = Deschideți un plan după cod
handed-lead = Vizitatorul citește codul de pe ecranul calculatorului public. Planul se deschide aici ca și cum ar fi fost făcut aici.
handed-code = Codul vizitatorului
handed-hint = Opt semne, de exemplu 7K2M 4QXR
handed-open = Deschide planul
handed-looking = Se caută planul…
handed-form = Codul are opt litere și cifre. Verificați-l împreună cu vizitatorul.
handed-unknown = Nu este niciun plan cu acest cod. Poate e scris greșit, a fost deja folosit sau au trecut zece minute. Vizitatorul poate cere un cod nou.
handed-later = Au fost încercate prea multe coduri greșite. Așteptați un minut și încercați din nou.
handed-silent = Calculatorul de legătură din sală nu răspunde, de aceea planul nu poate veni de acolo. Luați foaia tipărită a vizitatorului sau mergeți înapoi, apăsați „Primiți un vizitator” și răspundeți din nou împreună la întrebări.
handed-newer = Planul a fost făcut cu o versiune mai nouă a programului. Răspundeți din nou împreună la întrebări și cereți actualizarea acestui calculator.
handed-broken = Planul nu a ajuns întreg. Vizitatorul poate cere un cod nou.
handed-event = Catalogul acestui calculator nu are situația din acest plan. Răspundeți din nou împreună la întrebări.
handed-opened = Planul vizitatorului este deschis
handed-anew = Planul este deschis. A fost făcut în altă zi sau după alt catalog, de aceea a fost calculat din nou: mai citiți-l o dată.
