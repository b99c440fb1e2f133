package io.triskel.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A target of which a test says how it behaves; a process of its own, as a real one. */
final class FakeTarget {
    private FakeTarget() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
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
                        "{\"event\":\"up\",\"environment\":{\"AWS_REGION\":\"us-east-1\",\"CONNECTION\":\"Host=x;Key=it's=\",\"ORDERS_URL\":\"http://127.0.0.1:80/\",\"START\":\""
                                + start.replaceAll("[^a-z:]", "") + "\"},\"started\":[\"Kinesis: stream orders\"],\"curl\":[\"-H\",\"x-key: it's\"]}");
                System.out.flush();
                while (requests.readLine() != null) {
                    System.err.println("more than a start");
                }
                say("{\"event\":\"down\"}");
            }
            case "hangs" -> {
                say("{\"event\":\"progress\",\"phase\":\"orders\",\"orders\":1,\"ended\":0,\"events\":1}");
                new CountDownLatch(1).await();
            }
            case "cannot-write" -> {
                say(
                        "{\"event\":\"warning\",\"message\":\"/x/events.jsonl cannot be written: full; the run goes on without\"}");
                say("{\"event\":\"summary\",\"complete\":true,\"ordersByState\":{\"shipped\":1},"
                        + "\"outProblem\":\"/x/events.jsonl cannot be written: full\"}");
            }
            case "falls-short" ->
                say(
                        "{\"event\":\"summary\",\"complete\":false,\"ordersByState\":{\"placed\":2,\"shipped\":1},\"lost\":1,"
                                + "\"doubled\":2,\"orderViolations\":0,\"viewRebuiltEqual\":false,\"parked\":3}");
            case "babbles" -> say("this is no JSON");
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void work(String start, BufferedReader requests) throws IOException {
        say("{\"event\":\"ready\",\"target\":\"memory\"}");
        say("{\"event\":\"a-word-of-tomorrow\"}");
        int lines = 0;
        int broken = 0;
        for (String request = requests.readLine(); !request.contains("\"end\""); request = requests.readLine()) {
            lines++;
            if (request.contains("broken")) {
                broken++;
                say("{\"event\":\"invalid\",\"number\":" + lines + ",\"reason\":\"not JSON\"}");
            }
        }
        say("{\"event\":\"progress\",\"phase\":\"done\",\"orders\":2,\"ended\":2,\"events\":9}");
        say("{\"event\":\"summary\",\"complete\":true,\"ordersByState\":{\"shipped\":2},\"eventsByType\":{\"a.v1\":9},"
                + "\"sagasByEnding\":{\"completed\":2},\"parked\":0,\"duplicatesSuppressed\":1,\"invalidLines\":"
                + broken + ","
                + "\"viewRebuiltEqual\":true,\"lost\":0,\"doubled\":0,\"revenueCents\":123456789,\"cloud\":{\"environment\":\"emulator\",\"invocations\":1200,\"batchFill\":12.5,"
                + "\"faults\":{\"PutRecords Failed[]\":3},\"functions\":{\"orders-http\":{\"invocations\":1100,"
                + "\"errors\":0,\"throttles\":0,\"coldStarts\":2,\"batchFill\":0}}},"
                + "\"seconds\":0.5,\"eventsPerSecond\":18,\"style\":\"orchestration\",\"faultsSurvived\":7,\"out\":\""
                + start.replaceAll(".*\"out\":\"([^\"]*)\".*", "$1") + "\",\"chaos\":"
                + start.contains("\"chaos\":true") + ",\"lines\":" + lines + "}");
    }

    private static void say(String answer) {
        System.out.println(answer);
    }
}
