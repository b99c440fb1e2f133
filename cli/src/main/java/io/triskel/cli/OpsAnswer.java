package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An answer to an operator, in words. */
final class OpsAnswer {
    private OpsAnswer() {}

    /** {@return the answer to this work, as lines} */
    static List<String> of(String work, JsonNode answer) {
        return switch (work) {
            case "parked" -> parked(answer.path("lanes"));
            case "replay" -> replayed(answer);
            case "given-up" -> givenUp(answer);
            case "discard" ->
                List.of("Discarded event " + answer.path("discarded").asText());
            case "stuck" -> stuck(answer);
            case "resume" ->
                List.of("Resumed the saga of order " + answer.path("resumed").asText());
            case "abandon" -> abandoned(answer);
            case "drain" -> drained(answer);
            case "lag" -> lag(answer);
            case "rebuild-view" -> rebuilt(answer);
            case "restore" -> restored(answer);
            default -> throw new IllegalArgumentException(work);
        };
    }

    /** {@return whether something failed again and needs attention} */
    static boolean hasFailures(JsonNode answer) {
        return !answer.path("failures").isEmpty()
                || answer.path("consumers").properties().stream()
                        .anyMatch(consumer -> consumer.getValue().path("failed").asLong() > 0);
    }

    private static List<String> parked(JsonNode lanes) {
        List<String> lines = new ArrayList<>();
        for (JsonNode lane : lanes) {
            JsonNode events = lane.path("events");
            lines.add(lane.path("consumer").asText() + ", lane "
                    + lane.path("lane").asText() + ": "
                    + (events.isEmpty() ? "no event; a replay opens it" : count(events.size(), "event")));
            for (JsonNode event : events) {
                lines.add("  " + event.path("type").asText() + ", tried "
                        + count(event.path("attempts").asLong(), "time") + ", parked "
                        + event.path("parkedAt").asText()
                        + (event.has("replayAt")
                                ? ", next attempt " + event.path("replayAt").asText()
                                : ""));
                lines.add("    --event '" + event.path("id").asText() + "' --source '"
                        + event.path("source").asText() + "'");
                lines.add("    " + event.path("reason").asText().replaceAll("\\s+", " "));
            }
        }
        return lines.isEmpty() ? List.of("Nothing is parked.") : lines;
    }

    private static List<String> replayed(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        answer.path("consumers").properties().forEach(entry -> {
            JsonNode report = entry.getValue();
            long sum = report.properties().stream()
                    .mapToLong(each -> each.getValue().asLong())
                    .sum();
            if (sum > 0) {
                lines.add(entry.getKey() + ": " + number(report.path("handled")) + " handled, "
                        + number(report.path("duplicates")) + " already handled, "
                        + number(report.path("failed")) + " failed again, " + number(report.path("busy"))
                        + " busy elsewhere, " + number(report.path("opened")) + " lanes opened");
            }
        });
        answer.path("failures").forEach(failure -> lines.add("not replayed: " + failure.asText()));
        return lines.isEmpty() ? List.of("Nothing was parked.") : lines;
    }

    private static List<String> givenUp(JsonNode answer) {
        if (answer.has("never")) {
            return List.of(answer.path("never").asText());
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode batch : answer.path("batches")) {
            lines.add(batch.path("consumer").asText() + ", "
                    + count(batch.path("records").asLong(), "record") + " of "
                    + batch.path("where").asText() + ", given up "
                    + batch.path("at").asText() + ": "
                    + batch.path("condition").asText()
                    + (batch.has("settled") ? "; " + number(batch.path("settled")) + " settled now" : ""));
            lines.add("    " + batch.path("id").asText());
        }
        answer.path("failures").forEach(failure -> lines.add("not settled: " + failure.asText()));
        return lines.isEmpty() ? List.of("Nothing was given up.") : lines;
    }

    private static List<String> stuck(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        answer.path("stuck")
                .properties()
                .forEach(order -> lines.add(order.getKey()
                        + since(answer.path("stuckSince").path(order.getKey())) + ": "
                        + order.getValue().asText().replaceAll("\\s+", " ")));
        return lines.isEmpty() ? List.of("No saga of " + answer.path("saga").asText() + " is stuck.") : lines;
    }

    private static String since(JsonNode time) {
        return time.isTextual() ? ", since " + time.asText() : "";
    }

    private static List<String> abandoned(JsonNode answer) {
        List<String> lines = new ArrayList<>(List.of(
                "Abandoned the saga of order " + answer.path("abandoned").asText()));
        answer.path("unsent").forEach(command -> lines.add("  not sent: command " + command.asText()));
        return lines;
    }

    private static List<String> drained(JsonNode answer) {
        List<String> lines = new ArrayList<>(
                List.of("Published " + count(answer.path("published").asLong(), "event") + " of "
                        + count(answer.path("streams").asLong(), "stream")));
        answer.path("failures").forEach(failure -> lines.add("  failed: " + failure.asText()));
        return lines;
    }

    private static List<String> rebuilt(JsonNode answer) {
        List<String> lines = new ArrayList<>(List.of("Rebuilt the view "
                + answer.path("view").asText() + " from the archive ("
                + count(answer.path("archive").asLong(), "event") + ") and the bus (" + number(answer.path("bus"))
                + "), and switched to generation " + number(answer.path("generation")) + "; "
                + count(answer.path("dropped").asLong(), "old row") + " removed"));
        if (answer.path("unreadable").asLong() > 0) {
            lines.add("Skipped: " + count(answer.path("unreadable").asLong(), "record") + " that cannot be read");
        }
        return lines;
    }

    private static List<String> restored(JsonNode answer) {
        List<String> lines = new ArrayList<>(List.of("Put back "
                + count(answer.path("recovered").asLong(), "published event") + "; the stores had "
                + number(answer.path("known"))));
        if (answer.path("anonymous").asLong() > 0) {
            lines.add("Without the id of a command: " + number(answer.path("anonymous")) + " of them");
        }
        if (answer.path("unreadable").asLong() > 0) {
            lines.add("Skipped: " + count(answer.path("unreadable").asLong(), "record") + " that cannot be read");
        }
        answer.path("failures").forEach(failure -> lines.add("  incomplete: " + failure.asText()));
        lines.add("Now let every consumer read the bus from "
                + answer.path("replayFrom").asText()
                + " on, and start the clock when they have caught up: docs/restore.md.");
        return lines;
    }

    private static List<String> lag(JsonNode answer) {
        List<String> lines = new ArrayList<>(List.of(
                count(answer.path("unpublishedStreams").asLong(), "event stream") + " with unpublished commits",
                count(answer.path("dueSagas").asLong(), "saga") + " with a timer that is due",
                count(answer.path("unsentSagas").asLong(), "saga") + " with commands to send"));
        answer.path("parkedLanes")
                .properties()
                .forEach(lanes -> lines.add(count(lanes.getValue().asLong(), "parked lane") + " of " + lanes.getKey()));
        answer.path("heartbeatAges")
                .properties()
                .forEach(age -> lines.add(
                        count(age.getValue().asLong(), "second") + " since the newest heartbeat of " + age.getKey()));
        lines.add("For consumer lag on the bus, see the cloud's monitoring: docs/ops-commands.md.");
        return lines;
    }

    private static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private static String number(JsonNode count) {
        return String.format(Locale.ROOT, "%,d", count.asLong());
    }
}
