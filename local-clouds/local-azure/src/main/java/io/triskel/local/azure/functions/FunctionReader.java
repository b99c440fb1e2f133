package io.triskel.local.azure.functions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a function.json with the app's settings, and reports its errors and the features that this host does not
 * emulate.
 */
final class FunctionReader {
    private static final Pattern SETTING = Pattern.compile("%([^%]+)%");

    private final Map<String, String> settings;
    private final List<String> problems;

    FunctionReader(Map<String, String> settings, List<String> problems) {
        this.settings = settings;
        this.problems = problems;
    }

    FunctionDefinition read(String name, JsonNode function) {
        List<String> own = new ArrayList<>();
        List<JsonNode> triggers = new ArrayList<>();
        for (JsonNode binding : function.path("bindings")) {
            String type = binding.path("type").asText();
            if (type.endsWith("Trigger")) {
                triggers.add(binding);
            } else if (!(type.equals("http") && binding.path("name").asText().equals("$return"))) {
                own.add("the binding " + type + " is not emulated");
            }
        }
        if (triggers.size() != 1) {
            own.add("a function has one trigger, not " + triggers.size());
        }
        Trigger trigger = triggers.isEmpty()
                ? new Trigger.Timer("", TimerExpression.of("00:00:00", own))
                : triggerOf(name, triggers.get(0), own);
        RetryPolicy retry = retryOf(function.path("retry"), own);
        if (trigger instanceof Trigger.Http && !retry.equals(RetryPolicy.NONE)) {
            own.add("HTTP triggers have no retry policy");
        }
        own.forEach(problem -> problems.add(name + ": " + problem));
        return new FunctionDefinition(
                name,
                function.path("scriptFile").asText(),
                function.path("entryPoint").asText(),
                trigger,
                retry);
    }

    private Trigger triggerOf(String function, JsonNode binding, List<String> own) {
        String name = binding.path("name").asText();
        return switch (binding.path("type").asText()) {
            case "eventHubTrigger" -> eventHub(name, binding, own);
            case "httpTrigger" -> http(name, function, binding, own);
            case "timerTrigger" ->
                new Trigger.Timer(
                        name,
                        TimerExpression.of(resolved(binding.path("schedule").asText(), own), own));
            default -> {
                own.add("the trigger " + binding.path("type").asText() + " is not emulated");
                yield new Trigger.Timer(name, TimerExpression.of("00:00:00", own));
            }
        };
    }

    private Trigger eventHub(String name, JsonNode binding, List<String> own) {
        if (!binding.path("cardinality").asText("many").equalsIgnoreCase("many")) {
            own.add("cardinality ONE is not emulated");
        }
        String connection = binding.path("connection").asText();
        if (!settings.containsKey(connection) && !settings.containsKey(connection + "__fullyQualifiedNamespace")) {
            own.add("no setting " + connection + " for the connection");
        }
        String group = resolved(binding.path("consumerGroup").asText(""), own);
        return new Trigger.EventHub(
                name,
                resolved(binding.path("eventHubName").asText(), own),
                group.isEmpty() ? "$Default" : group,
                connection,
                binding.path("dataType").asText("").equalsIgnoreCase("binary"));
    }

    private Trigger http(String name, String function, JsonNode binding, List<String> own) {
        String level = binding.path("authLevel").asText("function").toLowerCase(Locale.ROOT);
        if (level.equals("admin")) {
            own.add("authLevel admin is not emulated");
        }
        Set<String> methods = new TreeSet<>();
        binding.path("methods").forEach(method -> methods.add(method.asText().toUpperCase(Locale.ROOT)));
        String route = binding.path("route").asText("");
        return new Trigger.Http(
                name, Route.of(route.isEmpty() ? function : route, own), methods, !level.equals("anonymous"));
    }

    private static RetryPolicy retryOf(JsonNode retry, List<String> own) {
        if (retry.isMissingNode() || retry.isNull()) {
            return RetryPolicy.NONE;
        }
        int most = retry.path("maxRetryCount").asInt(-2);
        if (most < -1) {
            own.add("a retry policy has a maxRetryCount of at least -1, not " + retry.path("maxRetryCount"));
        }
        String strategy = retry.path("strategy").asText();
        return switch (strategy) {
            case "fixedDelay" -> {
                Duration delay = TimeSpan.parse(retry.path("delayInterval").asText(), own);
                yield new RetryPolicy(most, delay, delay);
            }
            case "exponentialBackoff" ->
                new RetryPolicy(
                        most,
                        TimeSpan.parse(retry.path("minimumInterval").asText(), own),
                        TimeSpan.parse(retry.path("maximumInterval").asText(), own));
            default -> {
                own.add("a retry strategy is fixedDelay or exponentialBackoff, not " + strategy);
                yield RetryPolicy.NONE;
            }
        };
    }

    private String resolved(String text, List<String> own) {
        Matcher name = SETTING.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (name.find()) {
            String value = settings.get(name.group(1));
            if (value == null) {
                own.add("no setting " + name.group(1) + " for " + name.group());
            }
            name.appendReplacement(resolved, Matcher.quoteReplacement(value == null ? "" : value));
        }
        return name.appendTail(resolved).toString();
    }
}
