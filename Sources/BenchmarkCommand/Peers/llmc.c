// Times training steps of llm.c (Karpathy 2024, https://github.com/karpathy/llm.c) and prints one JSON line, as peer.py.
//
// usage: llmc WORK SECONDS LAYERS HEADS CHANNELS CONTEXT VOCABULARY BATCH TIME
//
// A step is forward, zeroed gradients, backward and AdamW. llm.c's program for processors does not clip the gradient,
// so it does a little less than the others, which clip it to length 1. A first loss that is not about ln(VOCABULARY)
// is an error. setup.sh gets llm.c and compiles this with it; nothing of llm.c is kept in this project.

#define TESTING  // llm.c's own main is left out then
#include "train_gpt2.c"

#include <sys/resource.h>

static uint64_t random_state = 1;

// The next of a sequence of 32 random bits: the upper half of a linear congruence modulo 2^64 (Knuth's multiplier).
static uint32_t random_bits(void) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 32);
}

// About normal, with the variance of a sum of twelve uniform numbers, which is 1.
static float random_normal(void) {
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += random_bits() / 4294967296.0;
    return (float)sum;
}

static void write_floats(FILE *file, size_t count, int is_random, float value) {
    for (size_t i = 0; i < count; i++) {
        float number = is_random ? 0.02f * random_normal() : value;
        if (fwrite(&number, sizeof number, 1, file) != 1) {
            perror("llmc: the checkpoint cannot be written");
            exit(1);
        }
    }
}

// Writes a model with random weights as llm.c reads it: 256 integers, then its sixteen kinds of tensors. Matrices get
// normal numbers of deviation 0.02, gains 1, biases 0. The vocabulary is not padded.
static void write_checkpoint(FILE *file, GPT2Config config) {
    int header[256] = {20240326, 3, config.max_seq_len, config.vocab_size, config.num_layers, config.num_heads,
                       config.channels, config.padded_vocab_size};
    size_t sizes[NUM_PARAMETER_TENSORS];
    fill_in_parameter_sizes(sizes, config);
    if (fwrite(header, sizeof header, 1, file) != 1) {
        perror("llmc: the checkpoint cannot be written");
        exit(1);
    }
    for (int i = 0; i < NUM_PARAMETER_TENSORS; i++) {
        int is_matrix = i == 0 || i == 1 || i == 4 || i == 6 || i == 10 || i == 12;
        int is_gain = i == 2 || i == 8 || i == 14;
        write_floats(file, sizes[i], is_matrix, is_gain ? 1 : 0);
    }
}

static void build(GPT2 *model, GPT2Config config) {
    const char *folder = getenv("TMPDIR");
    char path[4096];
    snprintf(path, sizeof path, "%s/llmc-XXXXXX", folder && *folder ? folder : "/tmp");
    int descriptor = mkstemp(path);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (!file) {
        perror("llmc: no temporary file");
        exit(1);
    }
    write_checkpoint(file, config);
    fclose(file);
    gpt2_build_from_checkpoint(model, path);
    unlink(path);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
}

// The milliseconds of one step, the number of which starts at 1.
static double step(GPT2 *model, int *inputs, int *targets, int batch, int time, int number) {
    double start = now();
    gpt2_forward(model, inputs, targets, batch, time);
    gpt2_zero_grad(model);
    gpt2_backward(model);
    gpt2_update(model, 1e-3f, 0.9f, 0.999f, 1e-8f, 0.1f, number);
    return 1000 * (now() - start);
}

int main(int argc, char **argv) {
    int sizes[7];
    if (argc != 10) {
        fprintf(stderr, "usage: llmc WORK SECONDS LAYERS HEADS CHANNELS CONTEXT VOCABULARY BATCH TIME\n");
        return 64;
    }
    for (int i = 0; i < 7; i++) {
        sizes[i] = atoi(argv[3 + i]);
        if (sizes[i] < 1) {
            fprintf(stderr, "llmc: «%s» is not a size\n", argv[3 + i]);
            return 64;
        }
    }
    double budget = 1000 * atof(argv[2]);
    int vocabulary = sizes[4], batch = sizes[5], time = sizes[6];
    GPT2Config config = {.max_seq_len = sizes[3], .vocab_size = vocabulary, .padded_vocab_size = vocabulary,
                         .num_layers = sizes[0], .num_heads = sizes[1], .channels = sizes[2]};
    GPT2 model;
    build(&model, config);

    int *inputs = mallocCheck(sizeof(int) * batch * time), *targets = mallocCheck(sizeof(int) * batch * time);
    for (int i = 0; i < batch * time; i++) {
        inputs[i] = random_bits() % vocabulary;
        targets[i] = random_bits() % vocabulary;
    }

    step(&model, inputs, targets, batch, time, 1);
    // Small random weights know nothing: another loss would mean that something else is measured than a model.
    float loss = model.mean_loss;
    if (!(fabsf(loss - logf(vocabulary)) < 0.5f)) {
        fprintf(stderr, "llmc: the first loss is %f, far from ln %d = %f\n", loss, vocabulary, logf(vocabulary));
        return 1;
    }

    size_t count = 0, room = 1024;
    double *samples = mallocCheck(room * sizeof(double));
    for (double total = 0; count < 3 || total < budget; count++) {
        if (count == room) samples = realloc(samples, (room *= 2) * sizeof(double));
        samples[count] = step(&model, inputs, targets, batch, time, 2 + (int)count);
        total += samples[count];
    }

    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("\n{\"work\": \"%s\", \"peer\": \"llm.c\", \"unit\": \"ms a step\", \"samples\": [", argv[1]);
    for (size_t i = 0; i < count; i++) printf("%s%.6f", i ? ", " : "", samples[i]);
    printf("], \"peakMemory\": %.3f, \"firstLoss\": %f, \"lastLoss\": %f}\n", usage.ru_maxrss / 1024.0, loss,
           model.mean_loss);
    return 0;
}
