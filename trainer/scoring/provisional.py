"""Stands in until the fitted scorer lands; deleted then."""
import re
from trainer.model.assessment import *
class Provisional:
    version = "provisional"
    def __init__(self, rubric): self.rubric = rubric
    def assess(self, reply, context):
        cues = {"greeting_address": "您好|你好|good|hello", "polite_register": "您|请|谢|please|thank", "emotional_reaction": "着急|难过|担心|worr|sorry", "interpretation": "理解|换了谁|understand|frustrat", "exploration": "[?？]", "clear_next_steps": "\\d|今天|明天|today|tomorrow", "policy_basis": "规定|依据|第.条|rule|code", "apology_explanation": "对不起|抱歉|sorry|apolog", "ownership_referral": "我来|我帮|I'll", "nonverbal_fit": "\\[.*?\\]", "buck_passing": "不归|管不了|not my", "blame_dismiss": "冷静|谁让你|calm down", "empty_promise": "保证|肯定|guarantee", "bounded_commitment":"不能|can't","hear_out_reflect":"慢慢说|take your time","safety_boundary":"安全|safe","disc_adaptation":".","loss_of_control":"闭嘴|shut up"}
        fs = []
        for c in self.rubric.criteria:
            ms = list(re.finditer(cues.get(c.id, "$^"), reply, re.I))[:2]
            sign = -1 if c.kind == "penalty" else 1
            lv = sign * min(2, len(ms))
            called = c.always or context.calls_for is None or c.id in context.calls_for
            fs.append(Finding(criterion=c.id, level=lv, score=abs(lv) / 2, called=called, evidence=tuple(Evidence(start=m.start(), end=m.end(), text=m[0]) for m in ms), why=c.levels[lv].descriptor.get("zh-CN" if (context.lang or "zh-CN").startswith("zh") else "en", ""), **{"try": (next(iter(context.models), None) if lv < 1 and sign > 0 and called else None)}))
        called = [f for f in fs if f.called]
        cited = tuple(Mention(id=i, evidence=Evidence(start=reply.find(q), end=reply.find(q) + len(q), text=q)) for i, qs in context.fact_cues.items() for q in qs[:9] if q in reply)
        o = sum((f.level / 2 if f.level >= 0 else f.level / 2) for f in called) / max(1, len(called))
        return Assessment(overall=max(0, min(100, round(100 * o))) if reply.strip() else 0, findings=tuple(fs), cited=cited)
