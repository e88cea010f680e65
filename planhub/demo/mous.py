"""Two MOUs: the one that three agencies may make, still unsigned, and a public one whose term is over (domain.md §2.8)."""

from datetime import date
from typing import Any

from planhub.demo import days
from planhub.demo.acting import Story
from planhub.demo.agencies import CORE
from planhub.demo.mou_texts import talk_over
from planhub.mou import measures
from planhub.mou.guards.clearing import LEGAL_CHECKS

SAMPLE_SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length 62>>stream\nBT /F 20 Tf 120 420 Td (SAMPLE - not a real signed document) Tj ET\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
"""A page that says that it is a sample."""

PROVINCES = ["45", "65", "49", "93", "31"]


def public(story: Story) -> None:
    """The MOU of นิด้า, พอช. and the community network of 13 December 2565, three years: by now expired."""
    story.on(date(2023, 1, 11))
    mou = story.create(
        "mous",
        "secretariat",
        origin="public",
        title="การพัฒนาองค์ความรู้และความเข้มแข็งขององค์กรชุมชน",
        instrument_type="mou",
        cooperation_kind="extension_work",
        financial_term="none",
        objectives="สนับสนุนการเรียนรู้และการวิจัยร่วมกับชุมชน (สรุปเป็นข้อมูลตัวอย่าง)",
        effective_on="13/12/2565",
        term_years="3",
        parties=[{"org": "NIDA"}, {"org": "CODI"}, {"org": "COC"}],
        signatories=[
            {"org": "NIDA", "kind": "signer", "post": "อธิการบดี"},
            {"org": "CODI", "kind": "signer", "post": "ผู้อำนวยการ"},
            {"org": "COC", "kind": "signer", "post": "ผู้แทนเครือข่าย"},
        ],
    )
    scan = story.attach(mou, "ตัวอย่างหน้าสแกน.pdf", SAMPLE_SCAN, "secretariat")
    story.move(
        mou,
        "register_signed",
        "secretariat",
        signed_on="13/12/2565",
        scan=scan,
        pages=1,
        signers="\n".join(
            f"{org}: (ชื่อตามฉบับลงนาม), {post}"
            for org, post in (("NIDA", "อธิการบดี"), ("CODI", "ผู้อำนวยการ"), ("COC", "ผู้แทนเครือข่าย"))
        ),
        note="ลงนามก่อนใช้ระบบ",
    )
    story.end_of_day()


def joint(story: Story) -> Any:
    """The draft of กสศ., พอช. and บพท.: settled, cleared, and on the directors' desks."""
    story.on(days.after(days.quarter(0), -45))
    mou = story.create(
        "mous",
        "coordinator.codi",
        title="การแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำโดยใช้พื้นที่เป็นตัวตั้ง",
        instrument_type="mou",
        cooperation_kind="area_approach",
        cooperation_sub="household",
        directions=["area_expansion", "data_integration", "grassroots_economy", "knowledge_stock", "community_forest", "lesson_harvest"],
        areas=PROVINCES,
        financial_term="each_own",
        objectives="ร่วมกันค้นหาพื้นที่ทำงานที่ซ้อนทับและวางแผนจังหวัดละหนึ่งแผน\nใช้ข้อมูลความยากจนระดับพื้นที่ร่วมกัน\nต่อยอดชุดความรู้และเทคโนโลยีที่เหมาะสมสู่ชุมชน",
        term_years="3",
        parties=[{"org": "CODI"}, {"org": "EEF"}, {"org": "PMUA", "signs_via": "NXPO"}],
        signatories=[
            {"org": "CODI", "kind": "signer", "post": "ผู้อำนวยการ พอช."},
            {"org": "EEF", "kind": "signer", "post": "ผู้จัดการ กสศ."},
            {"org": "PMUA", "kind": "signer", "post": "ผู้อำนวยการ บพท."},
        ],
        obligations=[
            {"org": "CODI", "text": "นำขบวนองค์กรชุมชนและแผนชุมชนเข้าร่วมแผนบูรณาการจังหวัด"},
            {"org": "EEF", "text": "สนับสนุนข้อมูลและเครื่องมือลดความเหลื่อมล้ำทางการศึกษาในตำบลเป้าหมาย"},
            {"org": "PMUA", "text": "สนับสนุนชุดความรู้และงานวิจัยเชิงพื้นที่แก่จังหวัดนำร่อง"},
            {"text": "จัดประชุมติดตามร่วมกันอย่างน้อยปีละสองครั้ง"},
        ],
    )  # fmt: skip
    mou = story.move(mou, "share", "coordinator.codi")
    story.on(days.after(days.quarter(0), -35))
    mou = talk_over(story, mou)
    story.on(days.after(days.quarter(0), -30))
    for org in CORE:
        mou = story.move(mou, "settle", f"coordinator.{org.lower()}")
    story.on(days.after(days.quarter(0), -15))
    for org in CORE:
        mou = story.move(
            mou, "clear_legal", f"legal.{org.lower()}", checks=[key for key, _label in LEGAL_CHECKS]
        )
        mou = story.move(mou, "clear_budget", f"budget.{org.lower()}", commitment="none")
    story.end_of_day()
    story.on(days.quarter(0))
    mou = story.move(mou, "approve", "director.codi")
    story.end_of_day()
    return mou


def ending(story: Story) -> None:
    """A sample between two agencies that ends in ten weeks: being renewed, and amended once more before its end."""
    story.on(days.today())
    last = days.after(days.today(), 75)
    first = days.after(measures.add_years(last, -3), 1)
    mou = story.create(
        "mous",
        "secretariat",
        title="การใช้ชุดความรู้พร้อมใช้แก้ปัญหาครัวเรือนยากจน (ตัวอย่าง)",
        instrument_type="mou",
        cooperation_kind="area_approach",
        cooperation_sub="appropriate_technology",
        directions=["knowledge_stock", "lesson_harvest"],
        areas=PROVINCES[:2],
        financial_term="each_own",
        objectives="ใช้ชุดความรู้ที่พร้อมใช้กับครัวเรือนเป้าหมาย\nเก็บบทเรียนการใช้ร่วมกัน",
        effective_on=days.written(first),
        term_years="3",
        parties=[{"org": "CODI"}, {"org": "PMUA", "signs_via": "NXPO"}],
        signatories=[
            {"org": "CODI", "kind": "signer", "post": "ผู้อำนวยการ พอช."},
            {"org": "PMUA", "kind": "signer", "post": "ผู้อำนวยการ บพท."},
        ],
        obligations=[
            {"org": "CODI", "text": "คัดเลือกครัวเรือนและช่างชุมชนที่พร้อมใช้ชุดความรู้"},
            {"org": "PMUA", "text": "จัดหาชุดความรู้และพี่เลี้ยงนักวิจัยให้ตำบลเป้าหมาย"},
            {"text": "สรุปบทเรียนร่วมกันก่อนสิ้นสุดบันทึกข้อตกลง", "due_on": days.written(last)},
        ],
    )
    scan = story.attach(mou, "ตัวอย่างหน้าสแกน.pdf", SAMPLE_SCAN, "secretariat")
    mou = story.move(
        mou,
        "register_signed",
        "secretariat",
        signed_on=days.written(first),
        scan=scan,
        pages=1,
        signers="พอช.: (ผู้ลงนามตัวอย่าง), ผู้อำนวยการ\nบพท.: (ผู้ลงนามตัวอย่าง), ผู้อำนวยการ",
        note="ข้อมูลตัวอย่าง: ลงนามก่อนใช้ระบบ",
    )
    mou = story.move(
        mou, "open_amendment", "coordinator.pmua", kind="area", note="ขยายไปจังหวัดที่มีโครงการวิจัยแล้ว"
    )
    amendment = story.save(mou.amending, "coordinator.pmua", areas=PROVINCES[:3])
    amendment = story.move(amendment, "share", "coordinator.pmua")
    story.move(amendment, "settle", "coordinator.pmua")
    story.move(mou, "open_renewal", "coordinator.codi")
    story.end_of_day()
