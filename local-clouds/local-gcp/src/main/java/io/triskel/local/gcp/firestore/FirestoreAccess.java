package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.BeginTransactionRequest;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.CreateDocumentRequest;
import com.google.firestore.v1.DeleteDocumentRequest;
import com.google.firestore.v1.GetDocumentRequest;
import com.google.firestore.v1.ListCollectionIdsRequest;
import com.google.firestore.v1.ListDocumentsRequest;
import com.google.firestore.v1.Precondition;
import com.google.firestore.v1.RollbackRequest;
import com.google.firestore.v1.RunAggregationQueryRequest;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.UpdateDocumentRequest;
import com.google.firestore.v1.Write;
import io.grpc.Status;
import io.triskel.local.gcp.iam.Permission;
import io.triskel.local.gcp.iam.Policies;
import io.triskel.local.gcp.wire.Access;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Denies calls that a caller's roles do not allow on a database; smaller resources have no roles. The permissions of
 * each call: Firestore documentation, "Security for server client libraries", "Required permissions for API methods";
 * the words are those of github.com/firebase/firebase-functions issue 1425.
 */
final class FirestoreAccess implements Access {
    private static final String ENTITIES = "datastore.entities.";
    private static final String GET = ENTITIES + "get";
    private static final String LIST = ENTITIES + "list";
    private static final String CREATE = ENTITIES + "create";
    private static final String UPDATE = ENTITIES + "update";
    private static final String DELETE = ENTITIES + "delete";
    private static final String TRANSACTIONS = "datastore.databases.get";

    private final Policies policies;

    FirestoreAccess(Policies policies) {
        this.policies = policies;
    }

    /** The permissions that a call needs on the database of a name; the name may be a document's. */
    private record Needs(String name, Set<String> permissions) {
        Needs(String name, String... permissions) {
            this(name, Set.of(permissions));
        }

        String database() {
            return name.replaceFirst("/documents(/.*)?$", "");
        }
    }

    @Override
    public Optional<Status> refusal(String caller, Object request) {
        Needs needs = needs(request);
        boolean allowed = true;
        for (String permission : needs.permissions()) {
            allowed &= policies.allow(caller, new Permission(permission, needs.database()));
        }
        return allowed
                ? Optional.empty()
                : Optional.of(Status.PERMISSION_DENIED.withDescription("Missing or insufficient permissions."));
    }

    private static Needs needs(Object request) {
        if (request instanceof GetDocumentRequest get) {
            return new Needs(get.getName(), GET);
        }
        if (request instanceof BatchGetDocumentsRequest get) {
            return new Needs(get.getDatabase(), GET);
        }
        if (request instanceof RunQueryRequest query) {
            return new Needs(query.getParent(), GET, LIST);
        }
        if (request instanceof RunAggregationQueryRequest query) {
            return new Needs(query.getParent(), GET, LIST);
        }
        if (request instanceof ListDocumentsRequest list) {
            return new Needs(list.getParent(), GET, LIST);
        }
        if (request instanceof ListCollectionIdsRequest list) {
            return new Needs(list.getParent(), LIST);
        }
        if (request instanceof BeginTransactionRequest begin) {
            return new Needs(begin.getDatabase(), TRANSACTIONS);
        }
        if (request instanceof RollbackRequest rollback) {
            return new Needs(rollback.getDatabase(), TRANSACTIONS);
        }
        return writing(request);
    }

    private static Needs writing(Object request) {
        if (request instanceof CommitRequest commit) {
            return new Needs(commit.getDatabase(), written(commit.getWritesList()));
        }
        if (request instanceof BatchWriteRequest batch) {
            return new Needs(batch.getDatabase(), written(batch.getWritesList()));
        }
        if (request instanceof CreateDocumentRequest create) {
            return new Needs(create.getParent(), CREATE);
        }
        if (request instanceof UpdateDocumentRequest update) {
            return new Needs(update.getDocument().getName(), written(update.getCurrentDocument()));
        }
        if (request instanceof DeleteDocumentRequest delete) {
            return new Needs(delete.getName(), DELETE);
        }
        // No role known here has it.
        return new Needs("a database", request.getClass().getSimpleName());
    }

    /** A commit without writes ends a transaction, and needs the permission that begins one. */
    private static Set<String> written(List<Write> writes) {
        Set<String> permissions = new TreeSet<>();
        for (Write write : writes) {
            permissions.addAll(
                    write.getOperationCase() == Write.OperationCase.DELETE
                            ? Set.of(DELETE)
                            : written(write.getCurrentDocument()));
        }
        return permissions.isEmpty() ? Set.of(TRANSACTIONS) : permissions;
    }

    private static Set<String> written(Precondition precondition) {
        return switch (precondition.getConditionTypeCase()) {
            case EXISTS -> Set.of(precondition.getExists() ? UPDATE : CREATE);
            case UPDATE_TIME -> Set.of(UPDATE);
            case CONDITIONTYPE_NOT_SET -> Set.of(CREATE, UPDATE);
        };
    }
}
