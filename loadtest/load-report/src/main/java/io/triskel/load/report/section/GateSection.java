package io.triskel.load.report.section;

import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.result.EvaluationFile.Answer;
import io.triskel.load.report.result.EvaluationFile.Condition;
import io.triskel.load.report.result.EvaluationFile.Doubt;
import io.triskel.load.report.result.EvaluationFile.Gate;
import io.triskel.load.report.result.EvaluationFile.Offer;
import io.triskel.load.report.result.EvaluationFile.Score;
import io.triskel.load.report.result.EvaluationFile.SourceText;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gates of an evaluation, and what would have to be true for each cloud to be the choice. */
record GateSection(EvaluationFile evaluation, Words words, Cells cells) {
    /** {@return what every offer must pass; empty without a workload} */
    static Optional<Section> gates(EvaluationFile evaluation, Words words) {
        return evaluation.gates().isEmpty()
                ? Optional.empty()
                : Optional.of(new GateSection(evaluation, words, new Cells(words)).gates());
    }

    /** {@return the decision tree; empty if there is nothing to decide} */
    static Optional<Section> choices(EvaluationFile evaluation, Words words) {
        return evaluation.choices().isEmpty()
                ? Optional.empty()
                : Optional.of(new GateSection(evaluation, words, new Cells(words)).choices());
    }

    private Section gates() {
        List<Cell> head = new ArrayList<>(List.of(cells.words("Gate")));
        evaluation.offers().keySet().forEach(cloud -> head.add(cells.target(cloud)));
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Plain(FigureTable.of(
                words.say("The gates"),
                head,
                evaluation.gates().stream().map(this::row).toList())));
        blocks.add(new Plain(offers()));
        List<List<Cell>> reasons = reasons();
        if (!reasons.isEmpty()) {
            blocks.add(new Plain(FigureTable.of(
                    words.say("Reasons at the gates"),
                    List.of(cells.words("Gate"), cells.words("Cloud"), cells.words("Why")),
                    reasons)));
        }
        return Section.computed(
                "gates",
                words.say("Gates"),
                words.say("What every offer must pass"),
                words.say("Gates come before scores. The cheapest offer that passes all of them is the one whose cost"
                        + " counts. If every offer of a cloud fails a gate, the cloud is out and nothing scores it; the"
                        + " offer that fails the fewest is shown."),
                blocks);
    }

    private List<Cell> row(Gate gate) {
        List<Cell> row = new ArrayList<>(List.of(Cell.words(gate.name()).small(gate.demand())));
        evaluation
                .offers()
                .forEach((cloud, offer) ->
                        row.add(Optional.ofNullable(gate.clouds().get(cloud))
                                .map(answer -> cells.words(answer.passes() ? "passes" : "fails")
                                        .as(answer.passes() ? Look.GOOD : Look.ALARM)
                                        .small(words.say("{0} of {1}", answer.passing(), offer.tried())))
                                .orElseGet(Cell::absent)));
        return row;
    }

    private FigureTable offers() {
        List<Cell> head = List.of(
                cells.words("Cloud"),
                cells.words("Offer"),
                cells.figure("USD a month"),
                cells.words("Doubtful prices"));
        List<List<Cell>> rows = new ArrayList<>();
        evaluation.offers().forEach((cloud, offer) -> {
            List<Cell> row = new ArrayList<>(List.of(
                    cells.target(cloud),
                    Cell.words(offer.name().isEmpty() ? Words.ABSENT : offer.name())
                            .small(status(offer)),
                    offer.usdAMonth().map(this::cost).orElseGet(Cell::absent)));
            row.add(offer.doubt().map(this::doubt).orElseGet(Cell::absent));
            rows.add(row);
        });
        return FigureTable.of(words.say("The offer that is priced"), head, rows)
                .under(
                        words.say(
                                "A price is doubtful if it is secondary, older than a year or of another region; shares of the cost."));
    }

    private String status(Offer of) {
        return !of.passes()
                ? words.say("fails")
                : of.deployable() ? "" : words.say("priced, not deployable by scripts here");
    }

    private Cell doubt(Doubt of) {
        return Cell.words(percent(of.any()))
                .small(words.say(
                        "secondary {0}, old {1}, other region {2}",
                        percent(of.secondary()), percent(of.old()), percent(of.otherRegion())));
    }

    private String percent(double share) {
        return words.percent(Math.round(100 * share) / 100.0);
    }

    private Cell cost(Score usd) {
        String low = words.number(usd.low());
        String high = words.number(usd.high());
        return Cell.figure(low.equals(high) ? low : words.say("{0} to {1}", low, high));
    }

    private List<List<Cell>> reasons() {
        List<List<Cell>> reasons = new ArrayList<>();
        for (Gate gate : evaluation.gates()) {
            gate.clouds().forEach((cloud, answer) -> {
                if (!answer.why().isEmpty()) {
                    reasons.add(List.of(Cell.words(gate.name()), cells.target(cloud), why(answer)));
                }
            });
        }
        return reasons;
    }

    private Cell why(Answer answer) {
        Cell why = Cell.words(answer.why());
        return answer.source()
                .map(source -> why.source(words.title(source.title()), details(source, words), source.url()))
                .orElse(why);
    }

    static String details(SourceText of, Words words) {
        return words.asOf(of.asOf()) + ", " + words.term(of.confidence())
                + of.fact().map(fact -> ", " + words.say("fact {0}", fact)).orElse("");
    }

    private Section choices() {
        return Section.computed(
                "choice",
                words.say("Choice"),
                words.say("What would have to be true for each cloud"),
                words.say(
                        "A decision tree from the gates: a cloud must pass them first; then each line is one way, alone, by"
                                + " which it would get the highest total or keep it, with all else as it is likely."),
                List.of(new Plain(FigureTable.of(
                        words.say("Conditions for each cloud"),
                        List.of(
                                cells.words("Cloud"),
                                cells.words("Step"),
                                cells.words("Condition"),
                                cells.words("Today")),
                        evaluation.choices().stream().map(this::row).toList()))));
    }

    private List<Cell> row(Condition of) {
        return List.of(cells.target(of.cloud()), Cell.words(step(of.kind())), Cell.words(of.text()), today(of.today()));
    }

    private Cell today(String today) {
        return switch (today) {
            case "true" -> cells.words("true").as(Look.GOOD);
            case "false" -> cells.words("not so").as(Look.MUTED);
            default -> cells.words("open");
        };
    }

    private String step(String kind) {
        return switch (kind) {
            case "gate" -> words.say("Gate");
            case "cost" -> words.say("Cost");
            case "judgement" -> words.say("Judgements");
            case "weight" -> words.say("Weights");
            default -> words.say("Measurements");
        };
    }
}
