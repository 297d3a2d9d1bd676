package trro.exporter.simulator;

/**
 * The documented error codes that the simulator answers with.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/213/33281#common-error-codes">Common error codes</a>
 */
enum ErrorCode {
    INTERNAL_ERROR("InternalError"),
    INVALID_ACTION("InvalidAction"),
    INVALID_AUTHORIZATION("AuthFailure.InvalidAuthorization"),
    INVALID_PARAMETER("InvalidParameter"),
    INVALID_PARAMETER_VALUE("InvalidParameterValue"),
    INVALID_REQUEST("InvalidRequest"),
    MISSING_PARAMETER("MissingParameter"),
    NO_SUCH_VERSION("NoSuchVersion"),
    REQUEST_LIMIT_EXCEEDED("RequestLimitExceeded"),
    REQUEST_SIZE_LIMIT_EXCEEDED("RequestSizeLimitExceeded"),
    RESOURCE_NOT_FOUND("ResourceNotFound"),
    RESPONSE_SIZE_LIMIT_EXCEEDED("ResponseSizeLimitExceeded"),
    SECRET_ID_NOT_FOUND("AuthFailure.SecretIdNotFound"),
    SIGNATURE_EXPIRE("AuthFailure.SignatureExpire"),
    SIGNATURE_FAILURE("AuthFailure.SignatureFailure"),
    TOKEN_FAILURE("AuthFailure.TokenFailure"),
    UNKNOWN_PARAMETER("UnknownParameter"),
    UNSUPPORTED_PROTOCOL("UnsupportedProtocol");

    private final String text;

    ErrorCode(String text) {
        this.text = text;
    }

    /** As it stands in an answer. */
    String text() {
        return text;
    }
}
