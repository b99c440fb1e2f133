package io.triskel.load.process;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.capacity.CapacitySearch.Tried;
import io.triskel.load.run.LoadRun;
import io.triskel.load.run.LoadRun.Progress;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The answers of a process on its standard output, one JSON object a line. Safe for threads. */
final class Answers {
    private final PrintStream stream;

    Answers(PrintStream stream) {
        this.stream = stream;
    }

    /** {@return those of this process, whose other output goes to standard error from now on: that of libraries must not mix with them} */
    static Answers ofThisProcess() {
        Answers answers =
                new Answers(new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8));
        System.setOut(System.err);
        return answers;
    }

    void hosting(HostedBus hosted) {
        ObjectNode answer = event("hosting");
        hosted.variables().forEach(answer.putObject("variables")::put);
        say(answer);
    }

    void down() {
        say(event("down"));
    }

    void ready(LoadTarget opened) {
        say(event("ready").put("evidence", opened.environment().word()).put("stack", opened.stack()));
    }

    void progress(Progress progress) {
        say(tree(progress));
    }

    /** {@return tells what a page shows, too} */
    LoadRun.Watcher watched() {
        return new LoadRun.Watcher() {
            @Override
            public void second(Progress progress) {
                ObjectNode answer = tree(progress)
                        .put("at", progress.more().at())
                        .put("offered", progress.second().counts().offered())
                        .put("accepted", progress.second().counts().accepted())
                        .put("throttled", progress.second().counts().throttled())
                        .put("late", progress.more().late())
                        .put("reordered", progress.more().reordered());
                progress.more().processor().ifPresent(share -> answer.put("processor", share));
                say(answer);
            }

            @Override
            public void tried(Tried tried) {
                say(event("probe")
                        .put("number", tried.number())
                        .put("kind", tried.kind())
                        .put("rate", tried.rate())
                        .put("reason", tried.reason())
                        .put("low", tried.low())
                        .put("high", tried.high()));
            }
        };
    }

    private static ObjectNode tree(Progress progress) {
        return event("progress")
                .put("phase", progress.phase())
                .put("secondsLeft", Math.round(progress.secondsLeft()))
                .put("rate", progress.second().counts().sent())
                .put("delivered", progress.second().counts().delivered())
                .put("failed", progress.second().counts().refused())
                .put("sending", progress.sending())
                .put("due", progress.due())
                .put("seen", progress.seen())
                .put("lag", progress.second().lag())
                .put("p50Us", progress.second().p50())
                .put("p99Us", progress.second().p99());
    }

    void failed(String message) {
        say(event("failed").put("message", message));
    }

    synchronized void say(ObjectNode answer) {
        stream.println(answer);
        stream.flush();
    }

    private static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("event", name);
    }
}
