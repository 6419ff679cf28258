"""One estimate in full, at an address of its own: the planner's address with the estimate named."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.bridge import Question
from campaigns.charts import draw_balance, draw_money
from campaigns.presentation import Answer
from campaigns.presentation.detail import find_break_even, spell_out
from campaigns.views.planner import refuse_long_address


@require_safe
def show_estimate(request: HttpRequest) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    question = Question(request.GET, today=timezone.localdate())
    if not question.is_valid:
        return redirect(question.address())
    answer = Answer(question)
    row = answer.chosen_row
    if row is None or (question.view("estimate") and not answer.is_chosen_by_address):
        raise Http404
    context = {
        "question": question,
        "answer": answer,
        "row": row,
        "estimate": row.estimate,
        "calculations": list(spell_out(row.estimate)),
        "break_even": find_break_even(row.estimate),
        "balance_chart": draw_balance(row.estimate) if row.estimate.is_done else None,
        "money_chart": draw_money(row.estimate) if row.estimate.is_done else None,
        "planner_address": question.address(),
    }
    return render(request, "estimate/estimate.html", context)
