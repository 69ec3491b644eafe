## A visitor's plan goes to the desk by a code

plan-code-heading = Your code for the specialist
plan-code-coming = The code for the specialist is being made. You can already go to the desk.
plan-code-say = Tell the specialist this code. With it the specialist opens your plan at the desk: you need not answer again. Your name is not in it.
plan-code-left = { $count ->
    [one] The code is good for { $number } more minute, once.
   *[other] The code is good for { $number } more minutes, once.
}
plan-code-over = The time of the code is over
plan-code-new = Have a new code made
plan-code-none = There is no code just now
plan-code-instead = Stay here and raise your hand, or tell the specialist what you have answered: the same questions can be answered again at the desk.
plan-code-instead-print = Print the plan and take it to the specialist. Or answer the same questions again at the desk.

desk-handed = Open a plan by its code
handed-heading = Open a plan by its code
handed-lead = The visitor reads out the code from the screen of the public computer. The plan opens here as if it had been made here.
handed-code = The visitor’s code
handed-hint = Eight characters, for example 7K2M 4QXR
handed-open = Open the plan
handed-looking = Looking for the plan…
handed-form = The code has eight letters and digits. Check it with the visitor.
handed-unknown = There is no plan of this code. It may be mistyped, used already, or older than ten minutes. The visitor can have a new code made.
handed-later = Too many wrong codes were tried. Wait a minute, then try again.
handed-silent = The relay computer of the room does not answer, so no plan can come from there. Take the visitor’s printed sheet, or go back, press “Receive a visitor” and answer the questions again together.
handed-newer = The plan was made by a newer version of this program. Answer the questions again together, and have this computer updated.
handed-broken = The plan did not arrive whole. The visitor can have a new code made.
handed-event = The catalogue of this computer does not have what this plan is about. Answer the questions again together.
handed-opened = The visitor’s plan is open
handed-anew = The plan is open. It was made on another day or by another catalogue, so it was computed anew: look through it once more.
