package io.triskel.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
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
 * Stands between an engine and the bus. An event that starts an instance starts an execution; a question of the engine becomes
 * a command; a reply completes the token of the question that it answers.
 *
 * <p>On each edge something may come twice: an execution is started under the instance's id, a command has the same id however
 * often it is asked for, and the first answer to a question is kept with its tokens, so that whichever comes first, answer or
 * token, both meet. A reply counts as it does for a saga: if it carries the address of the question's command, or names that as its
 * causation, or if its type need not be asked for. A reply to an earlier question changes nothing: by then that question's step is
 * being undone.
 *
 * <p>An instance has one execution, whatever {@link Steps#secondStart} says, and a second start is not supported: give each
 * execution an instance id of its own, such as subscription and month.
 *
 * @param <D> what the process keeps
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
     * @param platform has bus, types and the store of replicas, where questions wait for their answers
     * @throws IllegalArgumentException if the process's name, or that of its collection ({@code engine-} and the name), has
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

    /** Adds the process's events and its lane, the instance, to a consumer; an inbox is not needed, a parking lot is. */
    @Override
    public EventConsumer.Builder subscribe(EventConsumer.Builder consumer) {
        TypeRegistry types = platform.types();
        for (Class<?> wanted : payloads.listensTo()) {
            types.requireTypesBelow(wanted, "Process " + name()).forEach(type -> consumer.on(type, this));
        }
        return consumer.lane(this::lane);
    }

    /** An event whose instance cannot be told stays in the order of its key. */
    private Optional<Lane> lane(Envelope<?> event) {
        try {
            return payloads.instance(event).map(Lane::of).or(() -> event.key().map(Lane::of));
        } catch (RuntimeException failsWhenHandled) {
            return event.key().map(Lane::of);
        }
    }

    /** Takes an event: a start, a call-off, or a reply. */
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
        document.putObject("state").putRawValue("data", new RawValue(encoded(data)));
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
        return Json.object()
                .put("reply", reply)
                .putRawValue("data", new RawValue(data))
                .toString();
    }

    /** Tokens that nobody waits for any more do no harm. */
    private void complete(Desk desk) {
        desk.answer().ifPresent(answer -> desk.tokens().forEach(token -> engine.complete(token, answer)));
    }

    /**
     * Does what the engine asks for: the body of the function that its definition calls.
     *
     * @param request a JSON object, as the definition gives it
     * @param deadline when the command shall be on the bus
     * @throws PortException if the store failed: the engine asks again
     * @throws PublishFailedException if the command is not on the bus: the engine asks again
     * @throws IllegalArgumentException if the request is of another definition than this process's
     */
    public void ask(byte[] request, Deadline deadline) {
        JsonNode asked = read(request);
        String instance = text(asked, "instance");
        String ask = text(asked, "ask");
        String data = asked.path("data").toString();
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

    /** A question that the process has left behind, from a call that was given up, is not noted. */
    private Desk wait(Desk before, String ask, String data, String token) {
        if (before.ask().filter(known -> place(known) > place(ask)).isPresent()) {
            return before;
        }
        Desk after = before.asked(ask, data, token);
        return after.calledOff().isPresent() && before.ask().filter(ask::equals).isEmpty() && mayNotBegin(ask)
                ? after.answered(answer(after.calledOff().get(), data))
                : after;
    }

    /** Whether a step that was not asked for yet is skipped because the instance is cancelled. */
    private boolean mayNotBegin(String ask) {
        int step = step(ask);
        return step >= 0 && process.steps().subList(0, step).stream().noneMatch(Part::isPointOfNoReturn);
    }

    /** Whether a step that was asked for may be left because the instance is cancelled. */
    private boolean mayLeave(String ask) {
        int step = step(ask);
        return mayNotBegin(ask) && !process.steps().get(step).isPointOfNoReturn();
    }

    private int step(String ask) {
        List<String> all = process.steps().stream().map(Part::doing).toList();
        return all.indexOf(ask);
    }

    /** Where a question stands: each step after the one before it, then each undoing before that of the step before. */
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
            throw new IllegalArgumentException("This desk is that of process " + name() + ", and the request is of '"
                    + tree.path("process").asText("") + "'");
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("A request to process " + name() + " is a JSON object", unreadable);
        }
    }

    private static String text(JsonNode request, String field) {
        JsonNode value = request.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    "A request has a text '" + field + "', this one has none: export the definition anew");
        }
        return value.textValue();
    }
}
