package io.triskel.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A target of which a test says how it behaves; a process of its own, as a real one. */
final class FakeTarget {
    private FakeTarget() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String start = requests.readLine();
        switch (arguments[0]) {
            case "works" -> work(start, requests);
            case "dies" -> {
                System.err.println("something is wrong");
                System.exit(7);
            }
            case "refuses" -> say("{\"event\":\"failed\",\"message\":\"cannot write to /x\"}");
            case "stays" -> {
                say(
                        "{\"event\":\"up\",\"environment\":{\"AWS_REGION\":\"us-east-1\",\"CONNECTION\":\"Host=x;Key=it's=\",\"START\":\""
                                + start.replaceAll("[^a-z:]", "") + "\"},\"started\":[\"Kinesis: stream orders\"]}");
                System.out.flush();
                while (requests.readLine() != null) {
                    System.err.println("more than a start");
                }
                say("{\"event\":\"down\"}");
            }
            case "babbles" -> say("this is no JSON");
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void work(String start, BufferedReader requests) throws IOException {
        say("{\"event\":\"ready\",\"target\":\"memory\"}");
        say("{\"event\":\"a-word-of-tomorrow\"}");
        int lines = 0;
        for (String request = requests.readLine(); !request.contains("\"end\""); request = requests.readLine()) {
            lines++;
            if (request.contains("broken")) {
                say("{\"event\":\"invalid\",\"number\":2,\"reason\":\"not JSON\"}");
            }
        }
        say("{\"event\":\"progress\",\"phase\":\"done\",\"orders\":2,\"ended\":2,\"events\":9}");
        say("{\"event\":\"summary\",\"complete\":true,\"ordersByState\":{\"shipped\":2},\"eventsByType\":{\"a.v1\":9},"
                + "\"sagasByEnding\":{\"completed\":2},\"parked\":0,\"duplicatesSuppressed\":1,\"invalidLines\":1,"
                + "\"viewRebuiltEqual\":true,\"lost\":0,\"cloud\":{\"environment\":\"emulator\",\"invocations\":1200,\"batchFill\":12.5,"
                + "\"faults\":{\"PutRecords Failed[]\":3},\"functions\":{\"orders-http\":{\"invocations\":1100,"
                + "\"errors\":0,\"throttles\":0,\"coldStarts\":2,\"batchFill\":0}}},"
                + "\"seconds\":0.5,\"eventsPerSecond\":18,\"style\":\"orchestration\",\"chaos\":"
                + start.contains("\"chaos\":true") + ",\"lines\":" + lines + "}");
    }

    private static void say(String answer) {
        System.out.println(answer);
    }
}
