package io.triskel.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.parking.Lane;
import io.triskel.platform.Platform;
import io.triskel.publish.PublishFailedException;
import io.triskel.saga.Steps;
import io.triskel.saga.StepsDescription;
import io.triskel.saga.StepsDescription.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Connects a workflow engine with the bus. A start event starts an execution; a question of the engine becomes a command; a
 * reply completes the question's token.
 *
 * <p>Everything may arrive twice: an execution starts under the instance's id, a command has the same id on every request,
 * and the first answer to a question is stored with its tokens, so answer and token may arrive in any order. A reply counts
 * as for a saga: if it carries the address of the question's command, names that command as its causation, or has a type
 * that counts unasked. A reply to an earlier question changes nothing: by then that question's step is being undone.
 *
 * <p>An engine holds what the process keeps as a text: the engines' own mappers turn fractions into doubles.
 *
 * <p>An instance has one execution, whatever {@link Steps#secondStart} says. Second starts are not supported: give each
 * execution its own instance id, such as subscription and month.
 *
 * @param <D> the process's own data
 */
public final class EngineDesk<D> implements ConsumerSpec, EventHandler<Object> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StepsDescription process;
    private final Steps.Payloads<D> payloads;
    private final Platform platform;
    private final Engine engine;
    private final Desks desks;

    private EngineDesk(Steps<D> steps, Platform platform, Engine engine) {
        this.process = steps.describe();
        this.payloads = steps.payloads();
        this.platform = platform;
        this.engine = engine;
        this.desks = new Desks(platform.stores().replicas(), platform.states(), process.name());
        platform.takeName(name(), owner());
        platform.takeName(desks.collection(), owner());
    }

    /**
     * {@return the desk of a process}
     *
     * @param platform provides bus, types and the store of replicas, where questions wait for their answers
     * @throws IllegalArgumentException if the process's name, or its collection's ({@code engine-} and the name), has
     *     another owner on the platform
     */
    public static <D> EngineDesk<D> of(Steps<D> steps, Platform platform, Engine engine) {
        return new EngineDesk<>(steps, platform, engine);
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public Owner owner() {
        return new Owner("process on an engine", process);
    }

    /** Adds the process's events and its lane, the instance, to a consumer, which needs a parking lot but no inbox. */
    @Override
    public EventConsumer.Builder subscribe(EventConsumer.Builder consumer) {
        TypeRegistry types = platform.types();
        for (Class<?> wanted : payloads.listensTo()) {
            types.requireTypesBelow(wanted, "Process " + name()).forEach(type -> consumer.on(type, this));
        }
        return consumer.lane(this::lane);
    }

    /** An event without a known instance stays in the lane of its key. */
    private Optional<Lane> lane(Envelope<?> event) {
        try {
            return payloads.instance(event).map(Lane::of).or(() -> event.key().map(Lane::of));
        } catch (RuntimeException failsWhenHandled) {
            return event.key().map(Lane::of);
        }
    }

    /** Handles a start, a cancellation or a reply. */
    @Override
    public void handle(Envelope<Object> event, Handling handling) {
        Optional<String> instance = payloads.instance(event);
        if (instance.isEmpty()) {
            return;
        }
        Optional<D> begun = payloads.begin(event.data());
        if (begun.isPresent()) {
            engine.start(instance.get(), started(instance.get(), begun.get()));
            return;
        }
        String wire = event.type().wire();
        boolean callsOff = isAny(process.callOffs(), event.data());
        Desk desk = desks.change(instance.get(), before -> {
            Desk known = callsOff ? before.calledOff(wire) : before;
            return known.ask()
                            .filter(ask -> callsOff ? mayLeave(ask) : payloads.answers(instance.get(), ask, event))
                            .isPresent()
                    ? known.answered(answer(wire, callsOff ? known.data() : kept(event.data(), known.data())))
                    : known;
        });
        complete(desk);
    }

    private String started(String instance, D data) {
        ObjectNode document = Json.object().put("instance", instance);
        document.putObject("state").put("data", encoded(data));
        return document.toString();
    }

    private String kept(Object reply, String data) {
        return encoded(payloads.keep(reply, decoded(data)));
    }

    private String encoded(D data) {
        return new String(platform.states().encode(data), StandardCharsets.UTF_8);
    }

    private D decoded(String data) {
        return platform.states().decode(data.getBytes(StandardCharsets.UTF_8), payloads.dataType());
    }

    private static String answer(String reply, String data) {
        return Json.object().put("reply", reply).put("data", data).toString();
    }

    /** Completing a token without a waiting execution does no harm. */
    private void complete(Desk desk) {
        desk.answer().ifPresent(answer -> desk.tokens().forEach(token -> engine.complete(token, answer)));
    }

    /**
     * Handles the engine's request, as the body of the function that its definition calls.
     *
     * @param request a JSON object from the definition
     * @param deadline by when the command must be on the bus
     * @throws PortException if the store failed: the engine asks again
     * @throws PublishFailedException if the command is not on the bus: the engine asks again
     * @throws IllegalArgumentException if the request comes from another process's definition
     */
    public void ask(byte[] request, Deadline deadline) {
        JsonNode asked = read(request);
        String instance = text(asked, "instance");
        String ask = text(asked, "ask");
        String data = text(asked, "data");
        String token = asked.path("token").asText("");
        if (!token.isEmpty()) {
            Desk desk = desks.change(instance, before -> wait(before, ask, data, token));
            if (!desk.tokens().contains(token)) {
                return;
            }
            if (desk.answer().isPresent()) {
                complete(desk);
                return;
            }
        }
        Optional<String> why = Optional.of(asked.path("why").asText("")).filter(text -> !text.isEmpty());
        platform.publish(List.of(payloads.command(instance, ask, decoded(data), why, platform.events())), deadline);
    }

    /** A question that the process has passed, from an abandoned call, is ignored. */
    private Desk wait(Desk before, String ask, String data, String token) {
        if (before.ask().filter(known -> place(known) > place(ask)).isPresent()) {
            return before;
        }
        Desk after = before.asked(ask, data, token);
        return after.calledOff().isPresent() && before.ask().filter(ask::equals).isEmpty() && mayNotBegin(ask)
                ? after.answered(answer(after.calledOff().get(), data))
                : after;
    }

    /** Whether a step that was not requested yet is skipped because the instance is cancelled. */
    private boolean mayNotBegin(String ask) {
        int step = step(ask);
        return step >= 0 && process.steps().subList(0, step).stream().noneMatch(Part::isPointOfNoReturn);
    }

    /** Whether a requested step may be left because the instance is cancelled. */
    private boolean mayLeave(String ask) {
        int step = step(ask);
        return mayNotBegin(ask) && !process.steps().get(step).isPointOfNoReturn();
    }

    private int step(String ask) {
        List<String> all = process.steps().stream().map(Part::doing).toList();
        return all.indexOf(ask);
    }

    /** A question's position: the steps in order, then the compensations in reverse order. */
    private int place(String ask) {
        int step = step(ask);
        List<String> undoing = process.steps().stream().map(Part::undoing).toList();
        return step >= 0 ? step : 2 * undoing.size() - undoing.indexOf(ask);
    }

    private static boolean isAny(List<Class<?>> types, Object data) {
        return types.stream().anyMatch(type -> type.isInstance(data));
    }

    private JsonNode read(byte[] request) {
        try {
            JsonNode tree = JSON.readTree(request);
            if (tree.path("process").asText("").equals(name())) {
                return tree;
            }
            throw new IllegalArgumentException("This endpoint serves process " + name() + "; the request is for '"
                    + tree.path("process").asText("") + "'");
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("A request to process " + name() + " must be a JSON object", unreadable);
        }
    }

    private static String text(JsonNode request, String field) {
        JsonNode value = request.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    "A request has a text '" + field + "', this one has none: export the definition again");
        }
        return value.textValue();
    }
}
