package io.triskel.orders.run;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** A target as a process: requests on standard input, answers on standard output. */
public final class TargetMain {
    private TargetMain() {}

    /**
     * Holds one conversation and ends this process: with 0 when the run was completed, with 1 when it was not.
     *
     * @param target the name of the target
     */
    public static void run(String target, TargetFactory factory) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean completed;
        try (Writer answers = new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8))) {
            completed = new Conversation(target, factory, requests, answers).hold();
        }
        // The HTTP client's threads would keep the process alive for a while.
        System.exit(completed ? 0 : 1);
    }
}
