package io.triskel.orders.engines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.engine.Engine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Runs a definition of Workflows, by its syntax reference (cloud.google.com/workflows/docs/reference/syntax), as far as the export
 * needs it: ours, since nobody publishes an interpreter. Each execution has a thread; time passes when it is told to.
 */
final class WorkflowHub implements Engine, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode definition;
    private final Consumer<byte[]> function;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Callback> callbacks = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<String>> executions = new ConcurrentHashMap<>();
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final Map<String, Steps> steps = new ConcurrentHashMap<>();

    /**
     * Steps that an execution has run, the failed ones among them; those in subworkflows and in blocks count as well, and so does a call
     * beside the {@code try} around it: Google does not say, and less would be kinder than the service may be.
     *
     * @param waiting for a callback, which Google bills as external
     */
    record Steps(int all, int waiting) {
        private Steps plus(Steps more) {
            return new Steps(all + more.all, waiting + more.waiting);
        }
    }

    /** An endpoint, and how many seconds are left to wait there. */
    private static final class Callback {
        private final CompletableFuture<JsonNode> body = new CompletableFuture<>();
        private final AtomicLong seconds = new AtomicLong(Long.MAX_VALUE);
    }

    /** What {@code raise} throws, and the library. */
    private static final class Raised extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient JsonNode value;

        Raised(JsonNode value) {
            super(value.toString());
            this.value = value;
        }
    }

    /**
     * Makes an engine.
     *
     * @param function what {@code http.post} calls
     */
    WorkflowHub(String definition, Consumer<byte[]> function) {
        this.definition = read(definition);
        this.function = function;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new AssertionError("No JSON", broken);
        }
    }

    @Override
    public void start(String instance, String document) {
        working.incrementAndGet();
        CompletableFuture<String> execution = new CompletableFuture<>();
        if (executions.putIfAbsent(instance, execution) != null) {
            working.decrementAndGet();
            return;
        }
        threads.execute(() -> {
            Thread.currentThread().setName(instance);
            try {
                execution.complete(call("main", Map.of("input", read(document))).toString());
            } catch (RuntimeException failed) {
                execution.complete("failed: " + failed.getMessage());
            } finally {
                working.decrementAndGet();
            }
        });
    }

    @Override
    public void complete(String token, String answer) {
        Callback callback = callbacks.get(token);
        if (callback != null && callback.body.complete(read(answer))) {
            working.incrementAndGet();
        }
    }

    /** {@return whether each execution has ended or waits for a callback} */
    boolean isAtRest() {
        return working.get() == 0;
    }

    /** Lets so much time pass. */
    void pass(long seconds) {
        callbacks.values().forEach(callback -> {
            if (callback.seconds.addAndGet(-seconds) <= 0 && callback.body.completeExceptionally(timeout())) {
                working.incrementAndGet();
            }
        });
    }

    private static Raised timeout() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.putArray("tags").add("TimeoutError");
        return new Raised(error);
    }

    /** {@return what each execution returned, or why it failed; nothing while it runs} */
    Map<String, String> endings() {
        Map<String, String> endings = new TreeMap<>();
        executions.forEach((name, execution) -> endings.put(name, execution.getNow("")));
        return endings;
    }

    /** {@return what each execution has run} */
    Map<String, Steps> steps() {
        return new TreeMap<>(steps);
    }

    private JsonNode call(String workflow, Map<String, JsonNode> arguments) {
        return steps(definition.required(workflow).required("steps"), new HashMap<>(arguments))
                .orElse(NullNode.instance);
    }

    /** Runs a list of steps. {@return what a step of it returned, if one did} */
    private Optional<JsonNode> steps(JsonNode list, Map<String, JsonNode> variables) {
        List<String> names = new ArrayList<>();
        list.forEach(step -> names.add(step.fieldNames().next()));
        for (int at = 0; at < names.size(); ) {
            JsonNode step = list.get(at).path(names.get(at));
            boolean waits = step.path("call").asText().equals("events.await_callback");
            ran(new Steps(1, waits ? 1 : 0));
            Optional<JsonNode> returned = Optional.empty();
            JsonNode next = step.path("next");
            if (step.has("assign")) {
                step.path("assign")
                        .forEach(one -> one.properties()
                                .forEach(set -> variables.put(
                                        set.getKey(), WorkflowExpression.evaluate(set.getValue(), variables))));
            } else if (step.has("call")) {
                call(step, variables);
            } else if (step.has("switch")) {
                next = choose(step, variables);
            } else if (step.has("try")) {
                returned = attempt(step, variables);
            } else if (step.has("return")) {
                returned = Optional.of(WorkflowExpression.evaluate(step.path("return"), variables));
            } else {
                throw new Raised(WorkflowExpression.evaluate(step.required("raise"), variables));
            }
            if (returned.isPresent()) {
                return returned;
            }
            at = next.isTextual() ? names.indexOf(next.textValue()) : at + 1;
        }
        return Optional.empty();
    }

    private void ran(Steps more) {
        steps.merge(Thread.currentThread().getName(), more, Steps::plus);
    }

    private static JsonNode choose(JsonNode step, Map<String, JsonNode> variables) {
        for (JsonNode one : step.path("switch")) {
            if (WorkflowExpression.evaluate(one.required("condition"), variables)
                    .booleanValue()) {
                if (one.has("raise")) {
                    throw new Raised(WorkflowExpression.evaluate(one.path("raise"), variables));
                }
                return one.required("next");
            }
        }
        return step.path("next");
    }

    private Optional<JsonNode> attempt(JsonNode step, Map<String, JsonNode> variables) {
        JsonNode tried = step.path("try");
        try {
            if (tried.has("steps")) {
                return steps(tried.path("steps"), variables);
            }
            ran(new Steps(1, 0));
            call(tried, variables);
            return Optional.empty();
        } catch (Raised raised) {
            if (!step.has("except")) {
                throw raised;
            }
            variables.put(step.path("except").required("as").asText(), raised.value);
            return steps(step.path("except").required("steps"), variables);
        }
    }

    private void call(JsonNode step, Map<String, JsonNode> variables) {
        Map<String, JsonNode> arguments = new HashMap<>();
        step.required("args")
                .properties()
                .forEach(one -> arguments.put(one.getKey(), WorkflowExpression.evaluate(one.getValue(), variables)));
        JsonNode result = switch (step.path("call").asText()) {
            case "events.create_callback_endpoint" -> open();
            case "events.await_callback" -> await(arguments);
            case "http.post" -> post(arguments);
            default -> call(step.path("call").asText(), arguments);
        };
        if (step.has("result")) {
            variables.put(step.path("result").asText(), result);
        }
    }

    private JsonNode open() {
        String url = "https://callbacks.invalid/" + opened.incrementAndGet();
        callbacks.put(url, new Callback());
        return JsonNodeFactory.instance.objectNode().put("url", url);
    }

    private JsonNode await(Map<String, JsonNode> arguments) {
        Callback callback =
                callbacks.get(arguments.get("callback").required("url").asText());
        callback.seconds.set(arguments.get("timeout").longValue());
        working.decrementAndGet();
        try {
            // Whoever completes it counts this execution as working again.
            JsonNode body = callback.body.join();
            ObjectNode request = JsonNodeFactory.instance.objectNode();
            request.putObject("http_request").set("body", body);
            return request;
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof Raised raised ? raised : failed;
        }
    }

    private JsonNode post(Map<String, JsonNode> arguments) {
        function.accept(arguments.get("body").toString().getBytes(StandardCharsets.UTF_8));
        return NullNode.instance;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
