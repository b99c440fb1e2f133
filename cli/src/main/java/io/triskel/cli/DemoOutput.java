package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Prints the outcome of a demo.
 *
 * @param command has the streams
 * @param asJson whether to print JSON alone
 * @param details whether people want more figures
 */
record DemoOutput(CommandLine command, Screen screen, boolean asJson, boolean details) {
    /** Writes everything in one call, so that a reader that stops after ten lines is not mistaken for a full disk. */
    void print(JsonNode result, Supplier<List<String>> forPeople) {
        String text = asJson ? result.toString() : String.join(System.lineSeparator(), forPeople.get());
        PrintWriter to = command.getOut();
        to.println(text);
        if (to.checkError()) {
            command.getErr().println(text);
            throw new Failure("cannot write to standard output (is the disk full?); the result is above");
        }
    }

    /**
     * {@return the lines for people about one target's run}
     *
     * @param link to the run's files, if there is one
     */
    List<String> run(JsonNode result, DemoInput chosen, Optional<Path> link) {
        List<String> text = new ArrayList<>(DemoSummary.of(result, screen, details));
        text.add("");
        if (result.has("outProblem")) {
            text.add("NOT WRITTEN: " + result.path("outProblem").asText());
        } else if (result.has("out")) {
            text.addAll(DemoFolder.lines(Path.of(result.path("out").asText()), link));
        }
        chosen.note().ifPresent(text::add);
        if (!details) {
            text.add(screen.onOut(Screen.Ink.FAINT, "--details shows the events by type, and more."));
        }
        return text;
    }

    /** {@return the lines for people about the runs of several targets} */
    List<String> runs(TargetComparison comparison, DemoInput chosen, Path folder, Optional<Path> link) {
        List<String> text = new ArrayList<>(comparison.lines(screen));
        text.add("");
        text.addAll(DemoFolder.lines(folder, link));
        chosen.note().ifPresent(text::add);
        return text;
    }
}
