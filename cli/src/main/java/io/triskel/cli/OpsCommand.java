package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.workload.Misspelt;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** An operator's work on a pipeline, deployed or local; a process of that cloud's module does it. */
@Command(
        name = "ops",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        sortOptions = false,
        header = "Operate an order pipeline on a cloud, deployed or local.",
        description = {
            "Works on the pipeline's stores, and invokes its functions, with your own credentials. Environment"
                    + " variables name the stores; './triskel up CLOUD >FILE' and deployments write them, and --env reads"
                    + " such a file.",
            "",
            "parked    list parked events and their reasons  [--consumer] [--limit]",
            "replay    let functions replay parked events    [--consumer] [--limit]",
            "given-up  list what the trigger gave up         [--consumer] [--limit] [--replay]",
            "discard   remove a parked event for good        --consumer --event --reason",
            "stuck     list orders with stuck sagas, and why",
            "resume    let a stuck saga retry                --order",
            "abandon   end a stuck saga                      --order --reason",
            "drain     publish unpublished commits           [--limit]",
            "lag       count the waiting work in the stores  [--limit]",
            "rebuild-view  rebuild a view from archive and bus, then switch to it  [--view]",
            "restore   complete restored stores from the bus --to",
        },
        customSynopsis = "${COMMAND-FULL-NAME} CLOUD WORK [--env FILE] [OPTION ...]",
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 done, 1 it failed or an event failed again, 2 wrong usage."})
final class OpsCommand implements Callable<Integer> {
    private static final Map<String, List<String>> NEEDED = Map.ofEntries(
            Map.entry("parked", List.of()),
            Map.entry("replay", List.of()),
            Map.entry("given-up", List.of()),
            Map.entry("discard", List.of("--consumer", "--event", "--reason")),
            Map.entry("stuck", List.of()),
            Map.entry("resume", List.of("--order")),
            Map.entry("abandon", List.of("--order", "--reason")),
            Map.entry("drain", List.of()),
            Map.entry("lag", List.of()),
            Map.entry("rebuild-view", List.of()),
            Map.entry("restore", List.of("--to")));

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CLOUD", description = "${bundle:clouds}.")
    private String cloud = "";

    @Parameters(index = "1", paramLabel = "WORK", description = "One of the above.")
    private String work = "";

    @Option(
            names = "--env",
            paramLabel = "FILE",
            description = "File with variables, in addition to the environment's.")
    @Nullable
    Path env;

    @Option(
            names = "--app",
            paramLabel = "DIR",
            description = "The Maven project of your own application, instead of the order pipeline.")
    @Nullable
    Path app;

    @Option(names = "--consumer", paramLabel = "NAME", description = "Only this consumer, such as order-view.")
    @Nullable
    String consumer;

    @Option(names = "--event", paramLabel = "ID", description = "The event's id, as parked shows it.")
    @Nullable
    String event;

    @Option(names = "--source", paramLabel = "URI", description = "The event's source, if several events have the id.")
    @Nullable
    String source;

    @Option(names = "--order", paramLabel = "ID", description = "The order of the saga.")
    @Nullable
    String order;

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, which is stored.")
    @Nullable
    String reason;

    @Option(names = "--view", paramLabel = "NAME", description = "With rebuild-view: the view, if there are several.")
    @Nullable
    String view;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "The moment that the stores show, such as 2026-12-01T03:15:00Z.")
    @Nullable
    String to;

    @Option(names = "--replay", description = "With given-up: hand the records to their consumer's function again.")
    boolean replay;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "The most events, lanes or streams per consumer or bucket. Default: 1000")
    int limit = 1000;

    @Option(names = "--json", description = "Print the answer as one JSON object.")
    boolean asJson;

    private final Targets targets;
    private final BiFunction<Target, Optional<ApplicationPackage>, List<String>> commands;
    private final Map<String, String> environment;

    OpsCommand(Targets targets, Installation installation) {
        this(targets, (target, application) -> target.operationsCommand(installation, application), System.getenv());
    }

    /**
     * Starts the clouds' processes with these commands.
     *
     * @param environment says where the pipeline is, unless a file does
     */
    OpsCommand(
            Targets targets,
            BiFunction<Target, Optional<ApplicationPackage>, List<String>> commands,
            Map<String, String> environment) {
        this.targets = targets;
        this.commands = commands;
        this.environment = environment;
    }

    private List<String> command(Target where) {
        return commands.apply(
                where, Optional.ofNullable(app).map(folder -> ApplicationPackage.in(folder, where.text())));
    }

    @Override
    public Integer call() {
        Target where = targets.requireCloud(cloud, spec.commandLine());
        ObjectNode request = request();
        Map<String, String> variables = EnvironmentFile.ofPipeline(env, environment, cloud);
        ObjectNode answer;
        try (TargetProcess process = TargetProcess.start(where.text(), command(where), variables, said -> {})) {
            process.send(request);
            answer = summary(process);
        }
        answer.remove("event");
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            out.println(answer);
        } else {
            OpsAnswer.of(work, answer).forEach(out::println);
        }
        return OpsAnswer.hasFailures(answer) ? 1 : 0;
    }

    private ObjectNode request() {
        List<String> needed = NEEDED.get(work);
        if (needed == null) {
            List<String> meant = Misspelt.meant(work, NEEDED.keySet());
            throw wrong("unknown work '" + work + "'"
                    + (meant.isEmpty() ? "; --help lists it" : "; did you mean " + String.join(" or ", meant) + "?"));
        }
        needed.stream()
                .filter(name -> spec.findOption(name).getValue() == null)
                .findFirst()
                .ifPresent(missing -> {
                    throw wrong(work + " needs " + String.join(", ", needed) + "; " + missing + " is missing");
                });
        if (replay && !work.equals("given-up")) {
            throw wrong("--replay belongs to given-up, not to " + work);
        }
        if (view != null && !work.equals("rebuild-view")) {
            throw wrong("--view belongs to rebuild-view, not to " + work);
        }
        if (limit < 1) {
            throw wrong("--limit must be at least 1, not " + limit);
        }
        ObjectNode request =
                new ObjectMapper().createObjectNode().put("op", work).put("limit", limit);
        put(request, "consumer", consumer);
        put(request, "id", event);
        put(request, "source", source);
        put(request, "order", order);
        put(request, "reason", reason);
        put(request, "view", view);
        put(request, "to", to);
        if (replay) {
            request.put("replay", true);
        }
        return request;
    }

    private static void put(ObjectNode request, String name, @Nullable String value) {
        if (value != null) {
            request.put(name, value);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static ObjectNode summary(TargetProcess process) {
        try {
            JsonNode answer = process.summary();
            return (ObjectNode) answer;
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof Failure failure ? failure : failed;
        }
    }
}
