package io.triskel.orders.local;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** The memory target as a process: requests on standard input, answers on standard output. */
public final class MemoryTarget {
    private MemoryTarget() {}

    /** Ends with 0 when the run was completed, with 1 when it was not. */
    public static void main(String[] arguments) throws IOException {
        // Without it the JDK's server waits 40 ms for each answer's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean completed;
        try (Writer answers = new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8))) {
            completed = new Conversation(requests, answers).hold();
        }
        // The HTTP client's threads would keep the process alive for a while.
        System.exit(completed ? 0 : 1);
    }
}
