package io.triskel.load.study.chart;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.words.Words;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Phases of work on an axis of months.
 *
 * @param phases in the order of their beginnings; at least one
 */
public record Schedule(List<Phase> phases, Words words) {
    private static final int LEFT = 216;
    private static final int RIGHT = 78;
    private static final int ROW = 21;
    private static final int TOP = 22;

    /**
     * A phase.
     *
     * @param decided whether the board decides at its end
     */
    public record Phase(String name, LocalDate from, LocalDate to, boolean decided) {}

    /** {@return the figure with this caption, and with a note that says how to read it} */
    public Element draw(String caption, String note) {
        double floor = TOP + ROW * phases.size() + 2;
        Drawing drawing = new Drawing(floor + 2, told(caption));
        DateTimeFormatter name =
                DateTimeFormatter.ofPattern("MMM", words.language().locale());
        for (YearMonth month = YearMonth.from(first());
                !month.isAfter(YearMonth.from(last()));
                month = month.plusMonths(1)) {
            LocalDate day = month.atDay(1);
            if (!day.isBefore(first())) {
                drawing.line(x(day), TOP - 4, x(day), floor, "grid");
                drawing.text(
                        x(day) + 3,
                        12,
                        month.getMonthValue() == 1
                                ? month.format(DateTimeFormatter.ofPattern("uuuu"))
                                : name.format(month),
                        "soft small");
            }
        }
        double y = TOP;
        for (Phase phase : phases) {
            drawing.text(0, y + 14, phase.name(), phase.decided() ? "strong" : "plain");
            drawing.add(Drawing.rect(x(phase.from()), y + 5, x(phase.to()) - x(phase.from()), 10, "work"));
            double end = x(phase.to());
            if (phase.decided()) {
                drawing.add(el("path", "mark")
                        .at("d", "M0,-7L7,0L0,7L-7,0Z")
                        .at(
                                "transform",
                                "translate(" + Element.coordinate(end) + "," + Element.coordinate(y + 10) + ")"));
            }
            drawing.text(end + 11, y + 14, date(phase.to()), "soft small");
            y += ROW;
        }
        return drawing.under(caption, note);
    }

    private String told(String caption) {
        return caption
                + words.language().colon()
                + phases.stream()
                        .map(phase -> phase.name() + ", " + date(phase.to()))
                        .collect(Collectors.joining(words.language().semicolon()));
    }

    private String date(LocalDate day) {
        return DateTimeFormatter.ofPattern("d MMM", words.language().locale())
                .format(day)
                .replace(" ", "\u00a0");
    }

    private LocalDate first() {
        return phases.get(0).from();
    }

    private LocalDate last() {
        return phases.get(phases.size() - 1).to();
    }

    private double x(LocalDate day) {
        double days = ChronoUnit.DAYS.between(first(), last());
        return LEFT + (Drawing.WIDTH - LEFT - RIGHT) * ChronoUnit.DAYS.between(first(), day) / days;
    }
}
