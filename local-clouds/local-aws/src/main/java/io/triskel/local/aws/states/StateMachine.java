package io.triskel.local.aws.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.local.aws.wire.ServiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A definition in the Amazon States Language, read strictly.
 *
 * @param name as in its ARN
 * @param startAt the first state
 * @param states by name
 */
record StateMachine(String name, String startAt, Map<String, JsonNode> states) {
    static final String ASK = "arn:aws:states:::lambda:invoke";
    static final String ASK_AND_WAIT = ASK + ".waitForTaskToken";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Task",
            Set.of(
                    "Type",
                    "Comment",
                    "Resource",
                    "Parameters",
                    "TimeoutSeconds",
                    "ResultPath",
                    "Retry",
                    "Catch",
                    "Next",
                    "End"),
            "Choice",
            Set.of("Type", "Comment", "Choices", "Default"),
            "Pass",
            Set.of("Type", "Comment", "Result", "ResultPath", "Next", "End"),
            "Succeed",
            Set.of("Type", "Comment"),
            "Fail",
            Set.of("Type", "Comment", "Error", "Cause"));
    private static final Set<String> RETRIER =
            Set.of("ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds");
    private static final Set<String> CATCHER = Set.of("ErrorEquals", "ResultPath", "Next");
    private static final Set<String> RULE = Set.of("Variable", "StringEquals", "Next");

    /**
     * Reads a definition.
     *
     * @throws ServiceException {@code InvalidDefinition}, with the part that is wrong or not emulated
     */
    static StateMachine read(String name, String definition) {
        List<String> problems = new ArrayList<>();
        JsonNode tree = tree(definition);
        Map<String, JsonNode> states = new LinkedHashMap<>();
        tree.path("States").properties().forEach(state -> states.put(state.getKey(), state.getValue()));
        onlyKnown(problems, "the state machine", tree, Set.of("Comment", "StartAt", "States"));
        String startAt = tree.path("StartAt").asText("");
        requireState(problems, states, "StartAt", startAt);
        states.forEach((state, described) -> check(problems, states, state, described));
        if (!problems.isEmpty()) {
            throw new ServiceException(
                    "InvalidDefinition", "Invalid State Machine Definition: " + String.join("; ", problems));
        }
        return new StateMachine(name, startAt, Map.copyOf(states));
    }

    private static JsonNode tree(String definition) {
        try {
            return JSON.readTree(definition);
        } catch (JsonProcessingException broken) {
            throw new ServiceException(
                    "InvalidDefinition", "Invalid State Machine Definition: " + broken.getOriginalMessage());
        }
    }

    private static void check(List<String> problems, Map<String, JsonNode> states, String state, JsonNode described) {
        String type = described.path("Type").asText("");
        Set<String> fields = FIELDS.get(type);
        if (fields == null) {
            problems.add(state + " is of type '" + type + "', which is not emulated");
            return;
        }
        if (state.length() > 80) {
            problems.add(state + " has more than 80 characters");
        }
        onlyKnown(problems, state, described, fields);
        nexts(described).forEach(next -> requireState(problems, states, state, next));
        boolean ends = described.path("End").asBoolean();
        if (fields.contains("End") && ends == described.has("Next")) {
            problems.add(state + " has neither Next nor End, or both");
        }
        described.path("Retry").forEach(each -> onlyKnown(problems, state + "'s retrier", each, RETRIER));
        described.path("Catch").forEach(each -> onlyKnown(problems, state + "'s catcher", each, CATCHER));
        described.path("Choices").forEach(each -> onlyKnown(problems, state + "'s rule", each, RULE));
        if (type.equals("Task")
                && !Set.of(ASK, ASK_AND_WAIT)
                        .contains(described.path("Resource").asText())) {
            problems.add(state + " calls " + described.path("Resource").asText() + ", which is not emulated");
        }
        paths(described)
                .filter(path -> !Paths.isPath(path))
                .forEach(path ->
                        problems.add(state + " has the path '" + path + "', and only reference paths are emulated"));
    }

    private static Stream<String> nexts(JsonNode described) {
        List<String> nexts = new ArrayList<>();
        Stream.of("Next", "Default")
                .map(described::path)
                .filter(JsonNode::isTextual)
                .forEach(next -> nexts.add(next.textValue()));
        Stream.of("Choices", "Catch")
                .map(described::path)
                .forEach(each -> each.forEach(one -> nexts.add(one.path("Next").asText(""))));
        return nexts.stream();
    }

    private static Stream<String> paths(JsonNode described) {
        List<String> paths = new ArrayList<>();
        if (described.path("ResultPath").isTextual()) {
            paths.add(described.path("ResultPath").textValue());
        }
        described
                .path("Choices")
                .forEach(rule -> paths.add(rule.path("Variable").asText("")));
        described
                .path("Catch")
                .forEach(catcher -> paths.add(catcher.path("ResultPath").asText("$")));
        templates(described.path("Parameters"), paths);
        return paths.stream();
    }

    /** Paths into the context object begin with a second dollar sign (specification, "The Context Object"). */
    private static void templates(JsonNode template, List<String> paths) {
        template.properties().forEach(field -> {
            if (field.getKey().endsWith(".$")) {
                paths.add(field.getValue().asText("").replaceFirst("^\\$\\$", "\\$"));
            } else {
                templates(field.getValue(), paths);
            }
        });
    }

    private static void requireState(List<String> problems, Map<String, JsonNode> states, String where, String next) {
        if (!states.containsKey(next)) {
            problems.add(where + " leads to '" + next + "', which is not a state");
        }
    }

    private static void onlyKnown(List<String> problems, String where, JsonNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                problems.add(where + " has " + field + ", which is not emulated");
            }
        });
    }
}
