package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.Screen.Ink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The results of several targets side by side: whether all have the same outcome, and one table. */
final class TargetComparison {
    /** How many differences are named. */
    private static final int NAMED = 5;

    private final Map<Target, ObjectNode> results;
    private final List<String> differences = new ArrayList<>();

    /**
     * Compares the outcomes in the targets' folders to the first target's.
     *
     * @param results each target's summary, or why it has none
     * @param folders the folder of each target's files
     */
    TargetComparison(Map<Target, ObjectNode> results, Function<Target, Path> folders) {
        this.results = results;
        Optional<Target> first = Optional.empty();
        Optional<RunOutcome> expected = Optional.empty();
        for (Map.Entry<Target, ObjectNode> result : results.entrySet()) {
            Target target = result.getKey();
            Optional<RunOutcome> outcome =
                    hasFailed(result.getValue()) ? Optional.empty() : RunOutcome.read(folders.apply(target));
            if (outcome.isEmpty()) {
                differences.add(
                        target.text() + (hasFailed(result.getValue()) ? " failed" : " left no files to compare"));
            } else if (expected.isEmpty()) {
                first = Optional.of(target);
                expected = outcome;
            } else {
                tell(target, first.orElseThrow(), outcome.get().differencesTo(expected.get()));
            }
        }
    }

    private void tell(Target target, Target first, List<String> rows) {
        if (!rows.isEmpty()) {
            String more = rows.size() > NAMED ? String.format(Locale.ROOT, " and %,d more", rows.size() - NAMED) : "";
            differences.add(target.text() + " differs from " + first.text() + " in "
                    + String.join(", ", rows.subList(0, Math.min(NAMED, rows.size()))) + more);
        }
    }

    private static boolean hasFailed(JsonNode result) {
        return result.has(SideBySide.FAILED);
    }

    /** {@return what differs, for people} */
    List<String> differences() {
        return List.copyOf(differences);
    }

    /** {@return whether every target ended every order in the same state} */
    boolean equal() {
        return differences.isEmpty();
    }

    /** {@return whether all are equal and each run was completed} */
    boolean isWell() {
        return equal() && results.values().stream().allMatch(TargetComparison::isComplete);
    }

    /** {@return whether a target's run was completed, with all of its files} */
    static boolean isComplete(JsonNode result) {
        return !hasFailed(result) && result.path("complete").asBoolean(true) && !result.has("outProblem");
    }

    /** {@return everything as one JSON object} */
    ObjectNode toJson() {
        ObjectNode all = new ObjectMapper().createObjectNode();
        ObjectNode targets = all.putObject("targets");
        results.forEach((target, result) -> targets.set(target.text(), result));
        differences.forEach(all.withArray("differences")::add);
        return all.put("equal", equal()).put("complete", isWell());
    }

    /** {@return lines for people, in 80 columns where names allow it} */
    List<String> lines(Screen screen) {
        List<String> lines = new ArrayList<>();
        String count = results.size() + " targets";
        lines.add(
                equal()
                        ? screen.onOut(Ink.GOOD, "EQUAL") + ": all " + count + " ended every order in the same state"
                        : screen.onOut(Ink.BAD, "NOT EQUAL") + ": not all " + count
                                + " ended every order in the same state");
        differences.forEach(difference -> lines.add("  " + difference));
        lines.add("");
        lines.addAll(new ComparisonTable(results, screen).lines());
        lines.add("");
        results.forEach((target, result) -> {
            if (hasFailed(result)) {
                lines.add("  " + target.text() + ": "
                        + result.path(SideBySide.FAILED).asText());
            }
        });
        lines.add(screen.onOut(Ink.FAINT, "Memory and emulators: the seconds say nothing about a cloud's speed."));
        if (isWell()) {
            lines.add("");
            lines.add(toRemember());
        }
        return lines;
    }

    /** {@return the one sentence to take home} */
    private String toRemember() {
        long faults = results.values().stream()
                .mapToLong(result -> result.path("faultsSurvived").asLong())
                .sum();
        return String.format(
                Locale.ROOT,
                "One code base, %d targets%s: %,d orders ended the same on all.",
                results.size(),
                faults > 0 ? String.format(Locale.ROOT, ", %,d faults", faults) : "",
                orders(results.values().iterator().next()));
    }

    private static long orders(JsonNode result) {
        return result.path("ordersByState").properties().stream()
                .mapToLong(state -> state.getValue().asLong())
                .sum();
    }
}
