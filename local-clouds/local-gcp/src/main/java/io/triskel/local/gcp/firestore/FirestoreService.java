package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.BatchWriteResponse;
import com.google.firestore.v1.BeginTransactionRequest;
import com.google.firestore.v1.BeginTransactionResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.CommitResponse;
import com.google.firestore.v1.CreateDocumentRequest;
import com.google.firestore.v1.DeleteDocumentRequest;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.FirestoreGrpc;
import com.google.firestore.v1.GetDocumentRequest;
import com.google.firestore.v1.ListCollectionIdsRequest;
import com.google.firestore.v1.ListCollectionIdsResponse;
import com.google.firestore.v1.ListDocumentsRequest;
import com.google.firestore.v1.ListDocumentsResponse;
import com.google.firestore.v1.Precondition;
import com.google.firestore.v1.RollbackRequest;
import com.google.firestore.v1.RunAggregationQueryRequest;
import com.google.firestore.v1.RunAggregationQueryResponse;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.UpdateDocumentRequest;
import com.google.firestore.v1.Write;
import com.google.firestore.v1.WriteResult;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.wire.Calls;
import io.triskel.local.gcp.wire.GrpcLoopback;
import io.triskel.local.gcp.wire.Refusal;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** Implements the calls of the API. */
final class FirestoreService extends FirestoreGrpc.FirestoreImplBase {
    private final StoredDocuments documents;
    private final Contention contention;
    private final Reads reads;
    private final Commits commits;
    private final FaultPlan faults;

    FirestoreService(StoredDocuments documents, Contention contention, Reads reads, Commits commits, FaultPlan faults) {
        this.documents = documents;
        this.contention = contention;
        this.reads = reads;
        this.commits = commits;
        this.faults = faults;
    }

    @Override
    public void getDocument(GetDocumentRequest request, StreamObserver<Document> caller) {
        reads.getDocument(request, caller);
    }

    @Override
    public void batchGetDocuments(BatchGetDocumentsRequest request, StreamObserver<BatchGetDocumentsResponse> caller) {
        reads.batchGetDocuments(request, caller);
    }

    @Override
    public void listDocuments(ListDocumentsRequest request, StreamObserver<ListDocumentsResponse> caller) {
        reads.listDocuments(request, caller);
    }

    @Override
    public void listCollectionIds(ListCollectionIdsRequest request, StreamObserver<ListCollectionIdsResponse> caller) {
        reads.listCollectionIds(request, caller);
    }

    @Override
    public void runQuery(RunQueryRequest request, StreamObserver<RunQueryResponse> caller) {
        reads.runQuery(request, caller);
    }

    @Override
    public void runAggregationQuery(
            RunAggregationQueryRequest request, StreamObserver<RunAggregationQueryResponse> caller) {
        reads.runAggregationQuery(request, caller);
    }

    @Override
    public void beginTransaction(BeginTransactionRequest request, StreamObserver<BeginTransactionResponse> caller) {
        Calls.answer(caller, () -> {
            Unimitated.in(request.getOptions());
            synchronized (documents) {
                return BeginTransactionResponse.newBuilder()
                        .setTransaction(contention.begin(request.getOptions()).id())
                        .build();
            }
        });
    }

    @Override
    public void rollback(RollbackRequest request, StreamObserver<Empty> caller) {
        Calls.answer(caller, () -> {
            commits.rollback(request.getTransaction());
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void commit(CommitRequest request, StreamObserver<CommitResponse> caller) {
        Calls.attempt(caller, () -> {
            Unimitated.known(request);
            checkSize(request.getSerializedSize());
            Optional<Transaction> transaction = request.getTransaction().isEmpty()
                    ? Optional.empty()
                    : Optional.of(transaction(request.getTransaction()));
            var unused = commits.commit(request.getWritesList(), transaction).whenComplete((response, refusal) -> {
                if (refusal == null) {
                    caller.onNext(response);
                    caller.onCompleted();
                } else {
                    caller.onError(refusal instanceof CompletionException wrapped ? wrapped.getCause() : refusal);
                }
            });
        });
    }

    /** Executes each write separately; a fault may reject some of them. */
    @Override
    public void batchWrite(BatchWriteRequest request, StreamObserver<BatchWriteResponse> caller) {
        Optional<Fault.PartlyRefused> fault = GrpcLoopback.partlyRefused();
        Calls.answer(caller, () -> {
            Unimitated.known(request);
            checkSize(request.getSerializedSize());
            BatchWriteResponse.Builder response = BatchWriteResponse.newBuilder();
            for (Write write : request.getWritesList()) {
                try {
                    fault.filter(partly -> faults.chance(partly.share())).ifPresent(partly -> {
                        throw Status.fromCode(Status.Code.valueOf(partly.code()))
                                .withDescription("Injected fault")
                                .asRuntimeException();
                    });
                    response.addWriteResults(commits.write(write).results().get(0))
                            .addStatus(com.google.rpc.Status.getDefaultInstance());
                } catch (StatusRuntimeException refusal) {
                    response.addWriteResults(WriteResult.getDefaultInstance())
                            .addStatus(com.google.rpc.Status.newBuilder()
                                    .setCode(refusal.getStatus().getCode().value())
                                    .setMessage(Optional.ofNullable(
                                                    refusal.getStatus().getDescription())
                                            .orElse("")));
                }
            }
            return response.build();
        });
    }

    @Override
    public void createDocument(CreateDocumentRequest request, StreamObserver<Document> caller) {
        Calls.answer(caller, () -> {
            String id = request.getDocumentId().isEmpty() ? UUID.randomUUID().toString() : request.getDocumentId();
            String name = request.getParent() + "/" + request.getCollectionId() + "/" + id;
            return written(Write.newBuilder()
                    .setUpdate(request.getDocument().toBuilder().setName(name))
                    .setCurrentDocument(Precondition.newBuilder().setExists(false))
                    .build());
        });
    }

    @Override
    public void updateDocument(UpdateDocumentRequest request, StreamObserver<Document> caller) {
        Calls.answer(caller, () -> {
            Write.Builder write = Write.newBuilder().setUpdate(request.getDocument());
            if (request.hasUpdateMask()) {
                write.setUpdateMask(request.getUpdateMask());
            }
            if (request.hasCurrentDocument()) {
                write.setCurrentDocument(request.getCurrentDocument());
            }
            return written(write.build());
        });
    }

    @Override
    public void deleteDocument(DeleteDocumentRequest request, StreamObserver<Empty> caller) {
        Calls.answer(caller, () -> {
            Write.Builder write = Write.newBuilder().setDelete(request.getName());
            if (request.hasCurrentDocument()) {
                write.setCurrentDocument(request.getCurrentDocument());
            }
            commits.write(write.build());
            return Empty.getDefaultInstance();
        });
    }

    private Document written(Write write) {
        return commits.write(write).after().values().stream()
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private Transaction transaction(ByteString id) {
        synchronized (documents) {
            return contention.find(id);
        }
    }

    private static void checkSize(int bytes) {
        Refusal.unless(
                bytes <= DocumentLimits.REQUEST_BYTES,
                "Request payload size exceeds the limit: 10485760 bytes, this one has " + bytes);
    }
}
