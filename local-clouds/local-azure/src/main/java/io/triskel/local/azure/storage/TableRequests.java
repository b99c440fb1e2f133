package io.triskel.local.azure.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.local.azure.roles.DataAction;
import io.triskel.local.azure.roles.RoleAssignments;
import io.triskel.local.proxy.Call;
import io.triskel.local.proxy.HttpService;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one identity's requests to Table Storage, for a proxy. The data action of each operation: Azure Storage REST
 * API, "Authorize with Microsoft Entra ID", "Permissions for calling data operations". The words of a denial are those
 * of github.com/microsoft/AzureStorageExplorer issue 5894; denying a transaction as a whole is a choice of this class.
 */
final class TableRequests implements HttpService {
    private static final String ENTITIES = "Microsoft.Storage/storageAccounts/tableServices/tables/entities/";
    private static final String TABLES = "tableServices/default/tables/";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A path after the account: a table, and perhaps keys or an empty pair of parentheses. */
    private static final Pattern TABLE = Pattern.compile("/[^/]+/([A-Za-z][A-Za-z0-9]*)(\\(.*)?");

    /** The first lines of the requests of a transaction. */
    private static final Pattern PART =
            Pattern.compile("^([A-Z]+) https?://[^/\\s]+([^?\\s]*)\\S* HTTP/1\\.1\\r?$", Pattern.MULTILINE);

    private final String identity;
    private final RoleAssignments roles;

    TableRequests(String identity, RoleAssignments roles) {
        this.identity = identity;
        this.roles = roles;
    }

    @Override
    public Call callOf(Request request) {
        return new Call(identity, request.method(), request.uri().getPath());
    }

    @Override
    public Optional<Answer> denial(Request request) {
        boolean allowed = true;
        for (DataAction needed : needed(request)) {
            allowed &= roles.allow(identity, needed);
        }
        return allowed
                ? Optional.empty()
                : Optional.of(answer(
                        403,
                        "AuthorizationPermissionMismatch",
                        "This request is not authorized to perform this operation using this permission."));
    }

    private static Set<DataAction> needed(Request request) {
        Set<DataAction> needed = new LinkedHashSet<>();
        if (!request.uri().getPath().endsWith("/$batch")) {
            needed.add(needed(
                    request.header("X-HTTP-Method").orElse(request.method()),
                    request.uri().getPath()));
            return needed;
        }
        Matcher part = PART.matcher(new String(request.body(), StandardCharsets.UTF_8));
        while (part.find()) {
            needed.add(needed(part.group(1), part.group(2)));
        }
        if (needed.isEmpty()) {
            needed.add(new DataAction("a transaction without operations", "tableServices/default"));
        }
        return needed;
    }

    /** Calls on tables themselves are denied to all callers, since no role here is on the whole service. */
    private static DataAction needed(String method, String path) {
        Matcher table = TABLE.matcher(path);
        if (!table.matches() || table.group(1).equals("Tables")) {
            return new DataAction(method + " " + path, "tableServices/default");
        }
        String action = switch (method.toUpperCase(Locale.ROOT)) {
            case "GET" -> "read";
            case "DELETE" -> "delete";
            case "POST", "PUT", "MERGE", "PATCH" -> "write";
            default -> method;
        };
        return new DataAction(ENTITIES + action, TABLES + table.group(1));
    }

    @Override
    public Answer refusal(String code) {
        return answer(503, code, "The request was refused by an injected fault.");
    }

    @Override
    public Answer failure() {
        return answer(500, "InternalError", "The request failed by an injected fault.");
    }

    private static Answer answer(int status, String code, String message) {
        var answer = JSON.createObjectNode();
        answer.putObject("odata.error")
                .put("code", code)
                .putObject("message")
                .put("lang", "en-US")
                .put("value", message);
        return new Answer(
                status,
                Map.of("Content-Type", "application/json"),
                answer.toString().getBytes(StandardCharsets.UTF_8));
    }
}
