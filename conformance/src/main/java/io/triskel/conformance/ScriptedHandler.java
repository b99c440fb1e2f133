package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.testkit.ManualClock;
import java.time.Duration;

/** The handler of the cases: it notes each call, and does what the script says for that attempt. */
final class ScriptedHandler {
    private final ManualClock clock;
    private final Mutant mutant;
    private JsonNode script = Json.object();
    private ArrayNode calls = Json.NODES.arrayNode();

    ScriptedHandler(ManualClock clock, Mutant mutant) {
        this.clock = clock;
        this.mutant = mutant;
    }

    void follow(JsonNode other) {
        script = other;
        calls = Json.NODES.arrayNode();
    }

    ArrayNode calls() {
        return calls;
    }

    void handle(Envelope<?> event, Handling handling) throws NotYetException {
        String id = event.id().id();
        calls.addObject()
                .put("id", id)
                .put("attempt", handling.attempt())
                .put("fence", handling.fence().token());
        JsonNode steps = script.path(id);
        String step = steps.isEmpty()
                ? "ok"
                : steps.get(Math.min(handling.attempt(), steps.size()) - 1).asText();
        int time = step.indexOf(':');
        if (time >= 0) {
            clock.advance(Duration.ofMillis(Long.parseLong(step.substring(time + 1))));
        }
        String word = time < 0 ? step : step.substring(0, time);
        if (!word.equals("ok") && !word.equals("slow") && mutant != Mutant.ACKNOWLEDGES_ON_EXCEPTION) {
            fail(word);
        }
    }

    private static void fail(String step) throws NotYetException {
        switch (step) {
            case "port" -> throw new PortException("a port failed, as the case says");
            case "not-yet" -> throw new NotYetException("the case says not yet");
            case "crash" -> throw new ProcessDied();
            case "fail", "halt", "park" -> throw new Scripted(step);
            default -> throw new IllegalArgumentException("A script has no step '" + step + "'");
        }
    }

    /** A failure that a script asks for. */
    static final class Scripted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String step;

        Scripted(String step) {
            super("the case says " + step);
            this.step = step;
        }

        String step() {
            return step;
        }
    }

    /** The end of a process in the middle of its work: nothing in it may catch this. */
    static final class ProcessDied extends VirtualMachineError {
        private static final long serialVersionUID = 1L;
    }
}
