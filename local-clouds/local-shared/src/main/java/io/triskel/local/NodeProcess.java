package io.triskel.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Runs a server on Node.js in a separate process, in an empty folder that is removed with it; the server prints its
 * address.
 */
public final class NodeProcess implements AutoCloseable {
    private static final int TAIL = 4000;

    private final ChildProcess process;
    private final Path folder;
    private final List<String> addresses;

    private NodeProcess(ChildProcess process, Path folder, List<String> addresses) {
        this.process = process;
        this.folder = folder;
        this.addresses = addresses;
    }

    /**
     * Starts the server and waits until it has printed its address.
     *
     * @param name of the server in messages, and of the folder
     * @param arguments of {@code node}
     * @param listening the text that the server writes when it is ready, with a group for each address
     * @throws IllegalStateException with the server's output, if it ends before it is ready
     */
    public static NodeProcess start(String name, List<String> arguments, Pattern listening) {
        Path folder = WorkFolder.create("triskel-" + name + "-");
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(arguments);
        ChildProcess process = ChildProcess.start(command, folder, Map.of(), folder.resolve("output.log"));
        try {
            List<String> addresses = Await.value(name + " to listen", () -> addressesOf(name, process, listening));
            return new NodeProcess(process, folder, addresses);
        } catch (RuntimeException e) {
            process.close();
            WorkFolder.remove(folder);
            throw e;
        }
    }

    /** The groups of the pattern {@code listening}. */
    public List<String> addresses() {
        return addresses;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Stops the process, which answers nothing meanwhile.
     *
     * @return lets it continue
     */
    public Runnable freeze() {
        return process.freeze();
    }

    /** The last part of the server's output, for messages about its failure. */
    public String tail() {
        return process.tail(TAIL);
    }

    @Override
    public void close() {
        process.close();
        WorkFolder.remove(folder);
    }

    private static Optional<List<String>> addressesOf(String name, ChildProcess process, Pattern listening) {
        // Checked before the output is read; the other order could miss the last output.
        boolean alive = process.isAlive();
        String text = process.tail(TAIL);
        if (!alive) {
            throw new IllegalStateException(name + " did not start: " + text);
        }
        Matcher line = listening.matcher(text);
        return line.find()
                ? Optional.of(IntStream.rangeClosed(1, line.groupCount())
                        .mapToObj(line::group)
                        .toList())
                : Optional.empty();
    }
}
