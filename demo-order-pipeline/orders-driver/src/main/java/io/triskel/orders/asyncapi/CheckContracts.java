package io.triskel.orders.asyncapi;

import io.triskel.asyncapi.AsyncApi;
import io.triskel.codec.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code triskel contracts check}, for documents in JSON. */
public final class CheckContracts {
    private static final int BREAKING = 1;
    private static final int UNREADABLE = 2;

    private CheckContracts() {}

    /**
     * Prints what changed, and ends with 0, 1 if a change breaks somebody, or 2 if a document cannot be read.
     *
     * @param arguments the old file, the new file, the mode, and {@code text} or {@code json}
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        List<JsonObject> changes;
        try {
            changes = AsyncApi.changes(read("old", arguments.get(0)), read("new", arguments.get(1)));
        } catch (IllegalArgumentException | IOException refused) {
            err.println("triskel contracts check: " + refused.getMessage());
            return UNREADABLE;
        }
        String mode = arguments.get(2);
        List<JsonObject> breaking =
                changes.stream().filter(change -> isBreaking(change, mode)).toList();
        if (arguments.get(3).equals("json")) {
            print(
                    out,
                    JsonObject.empty()
                                    .set("mode", mode)
                                    .set("breaking", breaking.size())
                                    .setObjects("changes", changes)
                                    .indented()
                            + "\n");
        } else {
            changes.forEach(change -> print(out, line(change, isBreaking(change, mode)) + "\n"));
            print(out, summary(breaking.size(), changes.size(), mode) + "\n");
        }
        return breaking.isEmpty() ? 0 : BREAKING;
    }

    private static JsonObject read(String which, String file) throws IOException {
        try {
            return JsonObject.parse(Files.readString(Path.of(file)));
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException("The " + which + " document: " + broken.getMessage(), broken);
        }
    }

    private static boolean isBreaking(JsonObject change, String mode) {
        List<String> breaks = change.texts("breaks");
        return mode.equals("full") ? !breaks.isEmpty() : breaks.contains(mode);
    }

    private static String line(JsonObject change, boolean breaking) {
        List<String> breaks = change.texts("breaks");
        String whom = breaks.size() == 2
                ? ". Old readers cannot read new events, nor new readers old ones."
                : breaks.contains("forward")
                        ? ". Old readers cannot read new events."
                        : breaks.contains("backward") ? ". New readers cannot read old events." : ".";
        String where = change.text("where");
        String instead = change.text("instead");
        return (breaking ? "BREAKING  " : "fine      ") + change.text("message") + (where.isEmpty() ? "" : " " + where)
                + ": " + change.text("text") + whom
                + (instead.isEmpty() ? "" : (breaking ? " Instead, " : " First, ") + instead + ".");
    }

    private static String summary(int breaking, int all, String mode) {
        return all == 0
                ? "The documents have the same contract."
                : breaking + " of " + all + " changes " + (breaking == 1 ? "breaks" : "break") + " " + mode
                        + " compatibility.";
    }

    private static void print(PrintStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
