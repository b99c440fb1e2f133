package io.triskel.load.report.section;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.chart.BracketChart;
import io.triskel.load.report.chart.Scale;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.limit.LimitCheck;
import io.triskel.load.report.limit.LimitMeasure;
import io.triskel.load.report.merge.Bracket;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Block.Behind;
import io.triskel.load.report.section.Block.Drawing;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How much each target carries. */
final class CapacitySection {
    private static final String UNDER_OBJECTIVES = "under objectives";

    private final Material material;
    private final List<TargetRun> targets;
    private final Words words;
    private final Cells cells;

    private CapacitySection(Material material, List<TargetRun> targets) {
        this.material = material;
        this.targets = targets;
        this.words = material.words();
        this.cells = new Cells(words);
    }

    static Optional<Section> of(Material material) {
        List<TargetRun> targets = material.having(one -> one.capacity().isPresent());
        return targets.isEmpty() ? Optional.empty() : Optional.of(new CapacitySection(material, targets).section());
    }

    /** {@return the targets without memory, whose bar would dwarf those of services; memory if there is no other target} */
    private List<TargetRun> drawn() {
        List<TargetRun> services = targets.stream()
                .filter(one -> one.evidence() != Evidence.MEMORY)
                .toList();
        return services.isEmpty() ? targets : services;
    }

    private static Bracket bracket(TargetRun target) {
        return target.capacity().orElseThrow();
    }

    private Section section() {
        List<TargetRun> drawn = drawn();
        double highest = drawn.stream()
                .mapToDouble(one -> Math.max(
                        bracket(one).failed().orElse(bracket(one).passed()),
                        documented(one).orElse(0)))
                .max()
                .orElse(1);
        Scale scale = Scale.linear(highest * 1.02, 5);
        Element figure = el("figure")
                .add(el("figcaption")
                        .text(Words.capitalised(words.term(material.run().level())))
                        .add(el("small").text(words.term(bracket(targets.get(0)).unit()))));
        for (int i = 0; i < drawn.size(); i++) {
            TargetRun target = drawn.get(i);
            boolean last = i == drawn.size() - 1;
            Bracket useful = bracket(target).useful();
            boolean apart = useful.passed() < bracket(target).passed();
            figure.add(new BracketChart(target.id(), "", bracket(target), documented(target), scale, words)
                    .draw(last && !apart));
            if (apart) {
                figure.add(new BracketChart(target.id(), UNDER_OBJECTIVES, useful, OptionalDouble.empty(), scale, words)
                        .draw(last));
            }
        }
        return new Section(
                "capacity",
                words.say("Capacity"),
                material.mayClaim() ? claim() : words.say("How many events each target carries"),
                words.say("Filled: the highest rate that was sent to the end of a probe without a growing backlog."
                        + " Crossed: the rate that the capacity is below. The capacity lies in the hatched part"
                        + " between them. Each end is wrong in at most 2% of searches. If objectives bind"
                        + " earlier, the rate that meets them has a bracket of its own. With several"
                        + " repetitions, the bracket spans them all. Memory is in the table only."),
                Material.evidence(targets),
                List.of(new Drawing(legend()), new Drawing(figure), new Behind(table())));
    }

    /** {@return the documented rate of the stack's units, if the limit and the number of units are known} */
    private OptionalDouble documented(TargetRun target) {
        return material.limits().checked(material.run()).stream()
                .filter(check -> check.target() == target && check.limit().measure() == LimitMeasure.ACCEPTED_EVENTS)
                .map(LimitCheck::allowed)
                .flatMapToDouble(OptionalDouble::stream)
                .findFirst();
    }

    private String claim() {
        List<TargetRun> rankable =
                targets.stream().filter(material.run().rankable()::contains).toList();
        List<TargetRun> ahead = rankable.stream()
                .filter(one -> rankable.stream()
                        .filter(other -> other != one)
                        .allMatch(other ->
                                bracket(one).useful().isAbove(bracket(other).useful())))
                .toList();
        return ahead.isEmpty()
                        || rankable.size()
                                < Math.max(2, material.run().rankable().size())
                ? words.say("No target clearly carries the most")
                : words.say(
                        "{0} carries the most: {1}",
                        words.target(ahead.get(0).id()),
                        words.with(
                                bracket(ahead.get(0)).unit(),
                                bracket(ahead.get(0)).useful().passed()));
    }

    private Element legend() {
        return el("div", "legend")
                .add(
                        key(
                                "the backlog did not grow",
                                el("rect", "bar").at("y", "1").at("width", "22").at("height", "10")),
                        key(
                                "probe that passed",
                                el("rect", "bar").at("y", "1").at("width", "22").at("height", "10"),
                                el("circle", "held")
                                        .at("cx", "11")
                                        .at("cy", "6")
                                        .at("r", "2.2")),
                        key(
                                "probe that failed",
                                el("circle", "broke")
                                        .at("cx", "11")
                                        .at("cy", "6")
                                        .at("r", "2.6")),
                        key("the capacity is below", el("path", "no").at("d", "M4,0v12M9,3l7,7M16,3l-7,7")),
                        key(
                                "documented limit of this configuration",
                                el("line", "doc")
                                        .at("x1", "11")
                                        .at("x2", "11")
                                        .at("y1", "0")
                                        .at("y2", "12")));
    }

    private Element key(String english, Element... drawing) {
        return el("span")
                .add(el("svg")
                        .at("viewBox", "0 0 22 12")
                        .at("aria-hidden", "true")
                        .add(drawing))
                .text(words.say(english));
    }

    private FigureTable table() {
        List<Cell> head = List.of(
                cells.words("Target"),
                Cell.figure(words.say(
                        "Passes, {0}", words.term(bracket(targets.get(0)).unit()))),
                cells.figure("Fails"),
                cells.words("Reason"),
                cells.figure("Passes under objectives"),
                cells.figure("Fails"),
                cells.words("Reason"),
                cells.figure("Probes"));
        List<List<Cell>> rows = new ArrayList<>();
        for (TargetRun target : targets) {
            Bracket bracket = bracket(target);
            Optional<Bracket.UnderObjectives> limited = bracket.underObjectives();
            rows.add(List.of(
                    cells.target(target.id()),
                    Cell.figure(words.number(bracket.passed())),
                    cells.number(bracket.failed()),
                    reason(bracket.reason()),
                    Cell.figure(limited.map(each -> words.number(each.passed())).orElse(Words.ABSENT)),
                    cells.number(limited.map(Bracket.UnderObjectives::failed).orElse(OptionalDouble.empty())),
                    reason(limited.map(Bracket.UnderObjectives::reason).orElse("")),
                    cells.count(bracket.probes().size())));
        }
        return FigureTable.of(words.say("Capacity as a table"), head, rows);
    }

    private Cell reason(String reason) {
        return Cell.words(reason.isEmpty() ? Words.ABSENT : words.term(reason));
    }
}
