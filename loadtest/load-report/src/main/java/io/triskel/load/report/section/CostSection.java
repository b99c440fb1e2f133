package io.triskel.load.report.section;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.chart.CostChart;
import io.triskel.load.report.chart.Scale;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Block.Behind;
import io.triskel.load.report.section.Block.Drawing;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Sized;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The cost of the run's workload on each of its clouds, as {@code ./triskel size} computes it. */
final class CostSection {
    private final Sizing sizing;
    private final Need need;
    private final Words words;
    private final Cells cells;
    private final List<Sizing.Answer> answers;
    private final FigureTable perDollar;
    private final Optional<FigureTable> spend;

    private CostSection(Material material, Sizing sizing) {
        Words said = material.words();
        this.sizing = sizing;
        this.need = sizing.need();
        this.words = said;
        this.cells = new Cells(said);
        this.answers = answers(material, sizing);
        this.perDollar = PerDollarTable.of(material, sizing);
        this.spend = SpendTable.of(material);
    }

    static Optional<Section> of(Material material) {
        return material.sizing()
                .map(sizing -> new CostSection(material, sizing))
                .filter(section -> !section.answers.isEmpty())
                .map(CostSection::section);
    }

    /** {@return the offers of this run's clouds; memory has no price} */
    static List<Sizing.Answer> answers(Material material, Sizing sizing) {
        Set<String> clouds = material.run().targets().stream()
                .map(TargetRun::id)
                .map(material.words().targets()::style)
                .collect(Collectors.toSet());
        return sizing.answers().stream()
                .filter(answer -> clouds.contains(answer.cloud().name()))
                .toList();
    }

    private Section section() {
        List<Block> blocks = new ArrayList<>(List.of(new Plain(offers())));
        List<Sizing.Answer> carried =
                answers.stream().filter(one -> one.best().isPresent()).toList();
        if (!carried.isEmpty()) {
            blocks.add(new Drawing(charts(carried)));
            blocks.add(new Behind(bills(carried)));
        }
        blocks.add(new Note(
                words.say("* Includes a price or a rate that is unverified or of another region. A bracket spans"
                        + " what the provider’s rounding leaves open. ./triskel size lists each item with its price"
                        + " and source.")));
        blocks.add(new Plain(perDollar));
        blocks.add(new Note(
                words.say("The measured rate of an hour, divided by what the offer costs at that rate by list prices,"
                        + " with the units that were deployed. The rate is the capacity if one was searched for, else"
                        + " what was delivered on average. The interval spans the capacity’s bracket or the"
                        + " repetitions, and the provider’s rounding. A simulated rate is the documentation’s, not a"
                        + " measurement.")));
        spend.ifPresent(table -> {
            blocks.add(new Plain(table));
            blocks.add(new Note(
                    words.say("Counted during sending at list prices, for all repetitions and workers: each event,"
                            + " rejected ones included, and the time. On emulators and simulated clouds it is what a"
                            + " cloud would bill, and nobody was billed. On a cloud, the provider’s bill decides.")));
        });
        return Section.computed(
                "cost",
                words.say("Cost"),
                words.say("What this load would cost by list prices"),
                words.say(
                        "Nothing here was billed. Shown is, for each cloud, the cheapest offer that carries this"
                                + " workload: {0} events/s all month and {1} at the peak, with units planned to {2} of"
                                + " their capacity. List prices of {3}, region {4}, without discount, free tier or support"
                                + " plan.",
                        words.number(need.mean()),
                        words.number(need.peak()),
                        words.percent(need.load()),
                        words.dated(sizing.prices().asOf()),
                        need.region()),
                blocks);
    }

    private FigureTable offers() {
        List<Cell> head = List.of(
                cells.words("Target"),
                cells.words("Cheapest offer"),
                cells.figure("Units"),
                cells.figure("Per million events"),
                cells.figure("Per month"),
                cells.words("Quotas to raise first"));
        List<List<Cell>> rows = new ArrayList<>();
        for (Sizing.Answer answer : answers) {
            Cell cloud = cells.target(answer.cloud().name());
            rows.add(answer.best()
                    .map(plan -> offer(cloud, plan))
                    .orElseGet(() -> List.of(
                            cloud,
                            cells.words("no offer carries it; ./triskel size gives the reason"),
                            Cell.absent(),
                            Cell.absent(),
                            Cell.absent(),
                            Cell.absent())));
        }
        return FigureTable.big(words.say("Cost of the same load"), head, rows);
    }

    private List<Cell> offer(Cell cloud, Plan plan) {
        String doubt = plan.verified() ? "" : " *";
        String quotas = plan.exceeded().stream().map(Exceeded::fact).collect(Collectors.joining(", "));
        return List.of(
                cloud,
                Cell.words(words.offer(plan.name())),
                Cell.figure(units(plan.bus()))
                        .small(plan.function().map(this::units).orElse("")),
                money(plan.usdAMillion(need), doubt),
                money(plan.usdAMonth(), doubt),
                quotas.isEmpty() ? cells.words("nothing") : Cell.words(quotas).as(Look.WORDS));
    }

    private String units(Sized sized) {
        return words.count(sized.units()) + " " + words.term(sized.unit() + (sized.units() == 1 ? "" : "s"));
    }

    private Cell money(Range usd, String doubt) {
        return Cell.figure(words.money(usd.likely()) + doubt)
                .small(usd.isExact() ? "" : words.say("{0} to {1}", words.money(usd.low()), words.money(usd.high())));
    }

    private Element charts(List<Sizing.Answer> carried) {
        double highest = carried.stream()
                .flatMap(one -> one.best().orElseThrow().usdAMillionByPart(need).values().stream())
                .mapToDouble(Range::likely)
                .max()
                .orElse(1);
        Scale scale = Scale.linear(1.5 * highest, carried.size() == 3 ? 3 : 5);
        Element grid = el("div", "g" + carried.size());
        for (Sizing.Answer answer : carried) {
            String cloud = answer.cloud().name();
            Map<String, Range> named = new LinkedHashMap<>();
            answer.best()
                    .orElseThrow()
                    .usdAMillionByPart(need)
                    .forEach((part, usd) -> named.put(words.term(part), usd));
            grid.add(el("figure")
                    .add(el("figcaption")
                            .add(Marks.chip(words.targets(), cloud, words.target(cloud)))
                            .add(el("small").text(words.say("a million events"))))
                    .add(new CostChart(cloud, named, scale, words).draw()));
        }
        return grid;
    }

    private FigureTable bills(List<Sizing.Answer> carried) {
        List<Cell> head = List.of(
                cells.words("Target"),
                cells.words("Part"),
                cells.figure("At least"),
                cells.figure("Likely"),
                cells.figure("At most"));
        List<List<Cell>> rows = new ArrayList<>();
        for (Sizing.Answer answer : carried) {
            answer.best()
                    .orElseThrow()
                    .usdAMillionByPart(need)
                    .forEach((part, usd) -> rows.add(List.of(
                            cells.target(answer.cloud().name()),
                            Cell.words(words.term(part)),
                            Cell.figure(words.money(usd.low())),
                            Cell.figure(words.money(usd.likely())),
                            Cell.figure(words.money(usd.high())))));
        }
        return FigureTable.of(words.say("Cost of a million events as a table"), head, rows);
    }
}
