package io.triskel.benchmarks.ratio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Outcomes as a table for people and as JSON for programs.
 *
 * @param environment where they were measured
 * @param outcomes in the order of the table
 * @param figures below it
 */
public record RatioReport(Environment environment, List<RatioResult> outcomes, List<Figure> figures) {
    public RatioReport {
        outcomes = List.copyOf(outcomes);
        figures = List.copyOf(figures);
    }

    /** {@return a table of Markdown, and below it what each side does} */
    public String markdown() {
        return markdown("ours");
    }

    /**
     * {@return the same}
     *
     * @param candidate the heading of the figures that are divided by the baseline's
     */
    public String markdown(String candidate) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| comparison | measure | baseline | " + candidate + " | ratio | middle half of the rounds | goal | |");
        lines.add("|---|---|---:|---:|---:|---|---|---|");
        for (RatioResult outcome : outcomes) {
            for (Goal goal : outcome.comparison().goals()) {
                lines.add(row(outcome, goal));
            }
        }
        lines.add("");
        for (RatioResult outcome : outcomes) {
            RatioRun comparison = outcome.comparison();
            lines.add("- **" + comparison.name() + "**, " + outcome.rounds() + " rounds. Baseline, "
                    + comparison.baseline().name() + ": "
                    + comparison.baseline().description() + ". " + capitalised(candidate) + ", "
                    + comparison.candidate().name() + ": "
                    + comparison.candidate().description() + ".");
        }
        for (Figure figure : figures) {
            lines.add("- **" + figure.name() + "**: " + Medians.figure(figure.value()) + " " + figure.unit() + ". "
                    + figure.description() + ".");
        }
        lines.add("- Environment: " + environment.word()
                + ". CPU is that of the measuring JVM, all its threads, and at a cold start that of the function's JVM; servers run"
                + " in other processes.");
        return String.join("\n", lines) + "\n";
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String row(RatioResult outcome, Goal goal) {
        RatioMeasure measure = goal.measure();
        return "| " + outcome.comparison().name() + " | " + measure.unit() + " | "
                + Medians.figure(outcome.baseline(measure)) + " | " + Medians.figure(outcome.candidate(measure)) + " | "
                + Medians.ratio(outcome.ratio(measure)) + " | " + Medians.ratio(outcome.ratio(measure, 0.25)) + " to "
                + Medians.ratio(outcome.ratio(measure, 0.75)) + " | " + measure.goalText(goal.ratio()) + " | "
                + (outcome.reached(goal) ? "reached" : "**missed**") + " |";
    }

    /** {@return one object: {@code environment}, {@code ratios} with an entry per comparison and measure, and
     *     {@code figures}} */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("environment", environment.word());
        ArrayNode ratios = node.putArray("ratios");
        for (RatioResult outcome : outcomes) {
            for (Goal goal : outcome.comparison().goals()) {
                RatioMeasure measure = goal.measure();
                ratios.addObject()
                        .put("comparison", outcome.comparison().name())
                        .put("measure", measure.unit())
                        .put("rounds", outcome.rounds())
                        .put("baseline", outcome.baseline(measure))
                        .put("ours", outcome.candidate(measure))
                        .put("ratio", outcome.ratio(measure))
                        .put("quarter", outcome.ratio(measure, 0.25))
                        .put("threeQuarters", outcome.ratio(measure, 0.75))
                        .put("goal", measure.goalText(goal.ratio()))
                        .put("reached", outcome.reached(goal));
            }
        }
        ArrayNode plain = node.putArray("figures");
        for (Figure figure : figures) {
            plain.addObject()
                    .put("name", figure.name())
                    .put("value", figure.value())
                    .put("unit", figure.unit());
        }
        return node;
    }

    /** {@return whether all goals of all comparisons are reached} */
    public boolean reachedAll() {
        return outcomes.stream().allMatch(RatioResult::reachedAll);
    }
}
