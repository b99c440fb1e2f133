package io.triskel.cli.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The gateway's answers that concern all lanes. */
final class AllLanes {
    private final Lanes lanes;
    private final Forwarding forwarding;
    private final boolean acts;
    private final AtomicInteger placed = new AtomicInteger();
    private final ObjectMapper json = new ObjectMapper();

    AllLanes(Lanes lanes, Forwarding forwarding, boolean acts) {
        this.lanes = lanes;
        this.forwarding = forwarding;
        this.acts = acts;
    }

    /** An answer of a lane's console, or why there is none. */
    private record Answer(int status, ObjectNode body) {
        boolean isWell() {
            return status == 200;
        }
    }

    /**
     * {@return a lane whose console answers, for what is the same in all}
     *
     * @throws Refusal if none does
     */
    Lane anyUp() {
        List<Lane> all = lanes.all();
        return all.stream().filter(lane -> lane.up().isPresent()).findFirst().orElseThrow(() -> {
            Lane first = all.get(0);
            return Refusal.down(first, first.down().orElse(""));
        });
    }

    /** {@return the first console's description, with the lanes of all} A lane that does not answer says why. */
    ObjectNode console() {
        Map<Lane, Answer> answers = ask(lane -> forwarding.get(lane, "/api/console"));
        ObjectNode all = answers.values().stream()
                .filter(Answer::isWell)
                .findFirst()
                .map(answer -> answer.body().deepCopy())
                .orElseGet(() -> json.createObjectNode().put("schema", 1));
        all.put("may", acts ? all.path("may").asText("read") : "read");
        all.putArray("lanes");
        answers.forEach((lane, answer) -> all.withArray("lanes").add(described(lane, answer)));
        return all;
    }

    private ObjectNode described(Lane lane, Answer answer) {
        ObjectNode described = answer.isWell() && answer.body().path("lanes").path(0) instanceof ObjectNode known
                ? known.deepCopy()
                : json.createObjectNode()
                        .put("down", answer.body().path("message").asText());
        lane.heading()
                .look()
                .ifPresent(look -> described
                        .putObject("look")
                        .put("light", look.light())
                        .put("dark", look.dark())
                        .put("path", look.path()));
        return described.put("id", lane.id()).put("title", lane.heading().title());
    }

    /**
     * Places the same order in every lane that is up.
     *
     * @return each lane's answer
     * @throws Refusal if no lane took the order
     */
    ObjectNode place(ObjectNode order) {
        order.put("order", String.format(Locale.ROOT, "O-M%04d", placed.incrementAndGet()));
        byte[] body = order.toString().getBytes(StandardCharsets.UTF_8);
        Map<Lane, Answer> answers = new LinkedHashMap<>();
        Map<Lane, CompletableFuture<Answer>> calls = new LinkedHashMap<>();
        for (Lane lane : lanes.all()) {
            lane.up()
                    .ifPresent(up ->
                            calls.put(lane, answer(forwarding.post(up, "/api/" + lane.id() + "/orders", body))));
        }
        calls.forEach((lane, call) -> answers.put(lane, call.join()));
        ObjectNode all = json.createObjectNode();
        answers.forEach((lane, answer) -> all.withObject("lanes").set(lane.id(), answer.body()));
        if (answers.values().stream().noneMatch(Answer::isWell)) {
            throw new Refusal(
                    answers.values().stream().map(Answer::status).findFirst().orElse(503),
                    "not-placed",
                    "No lane took the order: "
                            + answers.values().stream()
                                    .map(answer -> answer.body().path("message").asText())
                                    .findFirst()
                                    .orElse("none is up"),
                    "Correct the order, or wait for the lanes.");
        }
        return all;
    }

    private interface Call {
        CompletableFuture<HttpResponse<byte[]>> to(Lane.Up lane);
    }

    private Map<Lane, Answer> ask(Call call) {
        Map<Lane, CompletableFuture<Answer>> calls = new LinkedHashMap<>();
        for (Lane lane : lanes.all()) {
            calls.put(
                    lane,
                    lane.up()
                            .map(up -> answer(call.to(up)))
                            .orElseGet(() -> CompletableFuture.completedFuture(
                                    failed(lane.down().orElse("")))));
        }
        Map<Lane, Answer> answers = new LinkedHashMap<>();
        calls.forEach((lane, answer) -> answers.put(lane, answer.join()));
        return answers;
    }

    private CompletableFuture<Answer> answer(CompletableFuture<HttpResponse<byte[]>> call) {
        return call.handle((response, failure) -> {
            if (failure != null) {
                Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
                return failed("its console does not answer: " + cause);
            }
            try {
                if (json.readTree(response.body()) instanceof ObjectNode body) {
                    return new Answer(response.statusCode(), body);
                }
            } catch (IOException notJson) {
                // Answered as every body that is no object.
            }
            return failed("its console's answer is not JSON");
        });
    }

    private Answer failed(String why) {
        return new Answer(
                503, json.createObjectNode().put("error", "port-failed").put("message", why));
    }
}
