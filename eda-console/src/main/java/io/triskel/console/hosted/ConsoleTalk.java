package io.triskel.console.hosted;

import io.triskel.codec.JsonObject;
import io.triskel.console.Console;
import io.triskel.console.ConsoleBuilder;
import io.triskel.hosting.HostedApplication;
import io.triskel.hosting.operation.Operations;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.notify.Credential;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * A console for any application that runs elsewhere, over its stores: the process of {@code ./triskel ui}, as
 * {@code docs/target-protocol.md} describes it. It injects no faults, and acts only if it is told to.
 */
public final class ConsoleTalk {
    private final Function<Map<String, String>, OperatorTalk.Site> site;
    private final Function<Map<String, String>, Credential> caller;
    private final Map<String, String> environment;
    private final PrintStream answers;

    /**
     * Prepares the talk; nothing is called yet.
     *
     * @param environment says where the application is
     * @param site opens the application's ports
     * @param caller is as for {@link #run}
     */
    public ConsoleTalk(
            Map<String, String> environment,
            Function<Map<String, String>, OperatorTalk.Site> site,
            Function<Map<String, String>, Credential> caller,
            PrintStream answers) {
        this.environment = environment;
        this.site = site;
        this.caller = caller;
        this.answers = answers;
    }

    /**
     * Serves the console until standard input ends; then ends this process.
     *
     * @param environment says where the application is
     * @param site opens the application's ports
     * @param caller makes what opens the application's function behind HTTP, when {@link ConsoleExtras} first call it
     */
    public static void run(
            Map<String, String> environment,
            Function<Map<String, String>, OperatorTalk.Site> site,
            Function<Map<String, String>, Credential> caller)
            throws IOException {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        boolean well = new ConsoleTalk(environment, site, caller, answers)
                .hold(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.exit(well ? 0 : 1);
    }

    /** {@return whether a console was served} Comes back when the requests end. */
    public boolean hold(Reader input) throws IOException {
        BufferedReader requests = new BufferedReader(input);
        try (Served served = open(String.valueOf(requests.readLine()))) {
            say(JsonObject.empty()
                    .set("event", "console")
                    .set("url", "http://127.0.0.1:" + served.console().port() + "/")
                    .set("token", served.console().token()));
            while (requests.readLine() != null) {
                // Further lines are ignored: only the end of the input counts.
            }
        } catch (RuntimeException failed) {
            say(JsonObject.empty().set("event", "failed").set("message", String.valueOf(failed.getMessage())));
            return false;
        }
        say(JsonObject.empty().set("event", "down"));
        return true;
    }

    /** A console, and what feeds its flow if it has one. */
    private record Served(Console console, Optional<FlowFeed> feed) implements AutoCloseable {
        @Override
        public void close() {
            feed.ifPresent(FlowFeed::close);
            console.close();
        }
    }

    private Served open(String line) {
        JsonObject request = JsonObject.parse(line);
        if (!text(request, "op", "").equals("console")) {
            throw new IllegalStateException("the first request is {\"op\":\"console\",...}");
        }
        OperatorTalk.Site opened = OperatorTalk.open(environment, site);
        Optional<FlowFeed> feed =
                FlowFeed.of(request, opened.application().consumers().values());
        ConsoleBuilder console = console(opened, request);
        feed.ifPresent(fed -> console.flow(fed.observer()));
        ConsoleExtras.Shown shown = new ConsoleExtras.Shown(opened, environment, caller, request);
        ServiceLoader.load(ConsoleExtras.class, ConsoleExtras.class.getClassLoader())
                .forEach(extras -> extras.on(console, shown));
        Served served = new Served((flag(request, "act", false) ? console : console.readOnly()).start(0), feed);
        feed.ifPresent(FlowFeed::start);
        return served;
    }

    private static ConsoleBuilder console(OperatorTalk.Site opened, JsonObject request) {
        HostedApplication application = opened.application();
        Operations operations = new Operations(application);
        String lane = text(request, "lane", "cloud");
        return Console.of(application.platform())
                .application(application.platform().settings().source().replaceFirst("^/", ""))
                .environment(text(request, "environment", lane), flag(request, "deployed", true))
                .lane(lane, lane)
                .consumers(application.consumers().values())
                .rebuilds(new PastRebuilds(application.platform(), opened.past()))
                .replays((consumer, parked, limit, deadline) ->
                        operations.replay(opened.functions().get(), consumer, parked, limit, deadline));
    }

    private static String text(JsonObject request, String name, String otherwise) {
        return request.has(name) ? request.text(name) : otherwise;
    }

    private static boolean flag(JsonObject request, String name, boolean otherwise) {
        return request.has(name) ? request.bool(name) : otherwise;
    }

    private void say(JsonObject answer) {
        answers.println(answer);
    }
}
