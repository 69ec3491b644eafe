## Prin ce calculator de legătură merge acest calculator

computer-relay = Calculatorul de legătură din sală
relay-heading = Calculatorul de legătură din sală
relay-lead = Unde este un calculator de legătură, tot ce se înregistrează aici trece prin el. Codul lui este pe ecranul lui: „cups-hub relay-code”.
relay-now = Acest calculator merge prin calculatorul de legătură de la { $address }
relay-key = Cheia lui
relay-none-now = Acest calculator merge direct la server.
relay-none = Mergeți din nou direct la server
relay-code = Codul calculatorului de legătură
relay-hint = Țineți codul în fața cititorului sau scrieți rândul care începe cu CUPSR1
relay-read = Citește codul
relay-wrong = Acesta nu este codul unui calculator de legătură. El începe cu CUPSR1 și are patru părți.
relay-compare-heading = Comparați cheia
relay-compare = Aceeași cheie trebuie să fie pe ecranul calculatorului de legătură. Dacă este alta, mergeți înapoi și nu folosiți codul.
relay-use = E aceeași cheie: folosește-l
relay-changed = Gata. Este valabil de acum.
relay-failed = Nu s-a schimbat: acest calculator nu este încă cunoscut de server sau discul nu primește nimic.
